import { useEffect, useState, useSyncExternalStore } from 'react'
import { findPlace, type Place, type Run } from './place.ts'

let below: readonly Run[] = []
const watchers = new Set<() => void>()

function show(runs: readonly Run[]): void {
  const before = below
  below = runs
  const isSame = runs.length === before.length && runs.every((run, at) => isSameRun(run, before[at]))
  if (!isSame) for (const tell of watchers) tell()
}

function isSameRun(run: Run, other: Run | undefined): boolean {
  if (!other || run.name !== other.name || run.count !== other.count) return false
  return (
    run.ids === other.ids || (run.ids.length === other.ids.length && run.ids.every((id, at) => id === other.ids[at]))
  )
}

/** Says in which order a page shows its Interests, so that a card over it can go to the next and the previous one. */
export function useListBelow(runs: readonly Run[]): void {
  useEffect(() => show(runs))
  useEffect(() => () => show([]), [])
}

/** Where an Interest stands in the list or column below its card; one that has just left it keeps its place. */
export function usePlaceBelow(id: string): Place | undefined {
  const runs = useSyncExternalStore(watch, () => below)
  const [held, setHeld] = useState<Place>()
  const place = findPlace(runs, id, held)
  if (place && (place.id !== held?.id || place.name !== held.name || place.at !== held.at)) setHeld(place)
  return place
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}
