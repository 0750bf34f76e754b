import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Scenario } from '../../../server/rooms/scenarios/contract.ts'
import {
  draftChanged,
  dropScenarioDraft,
  type ScenarioDraft,
  saveScenarioDraft,
} from '../../../server/rooms/scenarios/drafts/contract.ts'
import { call } from '../../lib/api.ts'
import { isProblem } from '../../lib/problem-error.ts'

/** What is edited of a scenario. */
export type Content = Pick<Scenario, 'name' | 'states' | 'checklist' | 'serviceTypeIds' | 'departmentIds'>

/** In one form, so that equal contents are equal texts: rules that say nothing are dropped, properties stand in one order. */
export function contentOf(of: Content | ScenarioDraft): Content {
  const states = of.states.map((state, order) => {
    const { id, name, kind, probability, color, expectedDays = null } = state
    const { fromStates, enterRoles, leaveRoles, checklistBlocks } = state
    const fields = state.fields
      .filter(rule => rule.required || rule.readOnly)
      .map(({ field, required, readOnly }) => ({ field, required, readOnly }))
      .sort((a, b) => a.field.localeCompare(b.field))
    const ways = { fromStates, enterRoles, leaveRoles, checklistBlocks }
    return { id, name, kind, order, probability, color, expectedDays, fields, ...ways }
  })
  const checklist = of.checklist.map(({ id, text, stateIds }) => ({ id, text, stateIds }))
  const { name, serviceTypeIds, departmentIds } = of
  return { name: name.trim(), states, checklist, serviceTypeIds, departmentIds }
}

/** How many values differ: of each state and item those that were changed, or itself where it came or went. */
export function countChanges(before: Content, after: Content): number {
  const of = (one: readonly { id: string }[], other: readonly { id: string }[]) => {
    const ids = new Set([...one, ...other].map(each => each.id))
    return [...ids].reduce((sum, id) => sum + differences(findIn(one, id), findIn(other, id)), 0)
  }
  const { states, checklist, ...rest } = before
  const plain = (Object.keys(rest) as (keyof typeof rest)[]).filter(
    field => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  )
  return plain.length + of(states, after.states) + of(checklist, after.checklist)
}

const findIn = (list: readonly { id: string }[], id: string) => list.find(each => each.id === id)

function differences(one: object | undefined, other: object | undefined): number {
  if (!one || !other) return 1
  const [a, b] = [one, other] as Record<string, unknown>[]
  return Object.keys(one).filter(field => JSON.stringify(a?.[field]) !== JSON.stringify(b?.[field])).length
}

type Past = { before: Content[]; now: Content; after: Content[]; key: string; at: number }
type Saved = 'no' | 'saving' | 'yes' | 'failed'

const SAVE_AFTER_MS = 800
/** Letters typed within this time are one step. */
const ONE_STEP_MS = 1_500
const MOST_STEPS = 200

/**
 * A scenario while it is edited: every change can be taken back and made again, and lies on the server a moment later,
 * for whoever opens the editor next.
 */
export function useDraft(published: Scenario, begun: ScenarioDraft | null) {
  const [past, setPast] = useState<Past>(() => start(begun ? contentOf(begun) : contentOf(published)))
  const [saved, setSaved] = useState<Saved>(begun ? 'yes' : 'no')
  const [taken, setTaken] = useState<{ by: string | null }>()
  const version = useRef(begun?.version ?? 0)
  const { now } = past
  const text = JSON.stringify(contentOf(now))
  const isChanged = text !== JSON.stringify(contentOf(published))
  const kept = useRef(begun ? text : undefined)

  const save = useEffectEvent(async () => {
    if (taken || kept.current === (isChanged ? text : undefined)) return
    const params = { id: published.id }
    setSaved('saving')
    try {
      const states = now.states.map(({ order: _, ...state }) => state)
      const body = { version: version.current, baseVersion: published.publishedVersion, ...now, states }
      const { draft } = isChanged
        ? await call(saveScenarioDraft, { params, body })
        : await call(dropScenarioDraft, { params })
      version.current = draft?.version ?? 0
      kept.current = draft ? text : undefined
      setSaved(draft ? 'yes' : 'no')
    } catch (error) {
      setSaved('failed')
      if (isProblem(error, draftChanged)) setTaken({ by: error.data.updatedBy?.name ?? null })
    }
  })
  useEffect(() => {
    const timer = setTimeout(() => void save(), SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [text])

  /** `key` names what is changed: one field typed into is one step back. */
  function change(part: Partial<Content>, key = ''): void {
    setPast(({ before, now: last, key: lastKey, at }) => {
      const goesOn = key !== '' && key === lastKey && Date.now() - at < ONE_STEP_MS
      const steps = goesOn ? before : [...before, last].slice(-MOST_STEPS)
      return { before: steps, now: { ...last, ...part }, after: [], key, at: Date.now() }
    })
  }
  function undo(): void {
    setPast(({ before, now: last, after }) => {
      const earlier = before.at(-1)
      return earlier
        ? { ...start(earlier), before: before.slice(0, -1), after: [last, ...after] }
        : { ...start(last), after }
    })
  }
  function redo(): void {
    setPast(({ before, now: last, after }) => {
      const [later, ...rest] = after
      return later ? { ...start(later), before: [...before, last], after: rest } : { ...start(last), before }
    })
  }
  /** After publishing: nothing is left to keep. */
  function settle(content: Content): void {
    version.current = 0
    kept.current = undefined
    setSaved('no')
    setPast(start(content))
  }
  return {
    content: now,
    isChanged,
    saved,
    /** Somebody else has saved the draft since: this one is kept here only. */
    taken,
    change,
    undo: past.before.length > 0 ? undo : undefined,
    redo: past.after.length > 0 ? redo : undefined,
    settle,
  }
}

function start(now: Content): Past {
  return { before: [], now, after: [], key: '', at: 0 }
}
