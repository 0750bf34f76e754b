import { inKeyOrder } from '../../../server/platform/pure/key-order.ts'
import { useEffect, useState } from 'react'
import { draftChanged, type Scenario } from '../../../server/rooms/scenarios/contract.ts'
import {
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
    const { planningRule, autoCompleteRule, asksPlan, asksResult, makesTask, confirmsLoss, queueRole } = state
    const triggers = state.triggers.map(inKeyOrder)
    const fields = state.fields
      .filter(rule => rule.required || rule.readOnly)
      .map(({ field, required, readOnly }) => ({ field, required, readOnly }))
      .sort((a, b) => a.field.localeCompare(b.field))
    const steps = { planningRule, autoCompleteRule, asksPlan, asksResult, makesTask }
    const ways = { fromStates, enterRoles, leaveRoles, checklistBlocks }
    return {
      id,
      name,
      kind,
      order,
      probability,
      color,
      expectedDays,
      fields,
      ...ways,
      ...steps,
      confirmsLoss,
      queueRole,
      triggers,
    }
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

const SAVE_AFTER_MS = 800
const TRY_AGAIN_MS = 5_000
/** Letters typed within this time are one step. */
const ONE_STEP_MS = 1_500
const MOST_STEPS = 200

/**
 * A scenario while it is edited: every change can be taken back and made again, and lies on the server a moment later,
 * for whoever opens the editor next.
 */
export function useDraft(published: Scenario, begun: ScenarioDraft | null) {
  const [past, setPast] = useState<Past>(() => start(contentOf(begun ?? published)))
  const [taken, setTaken] = useState<{ by: string | null }>()
  const [failed, setFailed] = useState(false)
  const { now } = past
  const text = JSON.stringify(contentOf(now))
  const isChanged = text !== JSON.stringify(contentOf(published))
  const wanted = isChanged ? text : undefined
  /** What lies on the server. */
  const [kept, setKept] = useState(begun ? text : undefined)
  const [keeper] = useState(
    () =>
      new Keeper(published.id, begun?.version ?? 0, begun ? text : undefined, {
        kept: setKept,
        failed: setFailed,
        taken: setTaken,
      }),
  )
  const { publishedVersion } = published
  useEffect(() => {
    keeper.wants(wanted, { baseVersion: publishedVersion, content: contentOf(now) })
  }, [keeper, wanted, publishedVersion, now])
  useEffect(() => {
    const timer = setTimeout(() => void keeper.save(), SAVE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [keeper, text])
  // Whoever leaves the page at once has changed it all the same.
  useEffect(() => () => void keeper.save(), [keeper])

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
  /** The server took it as the new version; what was changed since `sent` left stays a change. */
  function settle(content: Content, sent: string): void {
    keeper.begin()
    setKept(undefined)
    setFailed(false)
    setTaken(undefined)
    setPast(before => (JSON.stringify(contentOf(before.now)) === sent ? start(content) : before))
  }
  /** What somebody else has saved meanwhile goes on from here; mine is one step back. Where nothing lies there, mine goes on. */
  function adopt(theirs: ScenarioDraft | null): void {
    const content = theirs ? contentOf(theirs) : undefined
    const lies = content && JSON.stringify(content)
    keeper.adopt(theirs?.version ?? 0, lies)
    setKept(lies)
    setFailed(false)
    setTaken(undefined)
    if (content) change(content)
  }
  const saved = failed ? ('failed' as const) : kept === wanted ? ('yes' as const) : ('saving' as const)
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
    adopt,
    /** Before publishing: nothing is saved beside it. Gives the version of the draft that was seen. */
    pause: () => keeper.pause(),
    resume: () => keeper.resume(),
  }
}

function start(now: Content): Past {
  return { before: [], now, after: [], key: '', at: 0 }
}

interface Told {
  kept: (text: string | undefined) => void
  failed: (failed: boolean) => void
  taken: (taken: { by: string | null }) => void
}

/** Brings a draft to the server, one save behind the other: each names the version that the one before has made. */
class Keeper {
  readonly #id: string
  readonly #tell: Told
  #version: number
  #kept: string | undefined
  #wanted: string | undefined
  #body: { baseVersion: number; content: Content } | undefined
  #running: Promise<void> | undefined
  #stopped = false

  constructor(id: string, version: number, kept: string | undefined, tell: Told) {
    this.#id = id
    this.#tell = tell
    this.#version = version
    this.#kept = kept
    this.#wanted = kept
  }

  /** `text` of the draft; undefined where nothing is changed. */
  wants(text: string | undefined, body: { baseVersion: number; content: Content }): void {
    this.#wanted = text
    this.#body = body
  }

  save(): Promise<void> {
    this.#running ??= this.#save().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #save(): Promise<void> {
    while (!this.#stopped && this.#kept !== this.#wanted && this.#body) {
      const text = this.#wanted
      const { baseVersion, content } = this.#body
      const params = { id: this.#id }
      try {
        const states = content.states.map(({ order: _, ...state }) => state)
        const { draft } =
          text === undefined
            ? await call(dropScenarioDraft, { params, query: { version: this.#version } })
            : await call(saveScenarioDraft, {
                params,
                body: { version: this.#version, baseVersion, ...content, states },
              })
        this.#version = draft?.version ?? 0
        this.#kept = draft ? text : undefined
        this.#tell.kept(this.#kept)
        this.#tell.failed(false)
      } catch (error) {
        this.#tell.failed(true)
        if (isProblem(error, draftChanged)) {
          this.#stopped = true
          this.#tell.taken({ by: error.data.updatedBy?.name ?? null })
        } else setTimeout(() => void this.save(), TRY_AGAIN_MS)
        return
      }
    }
  }

  async pause(): Promise<number> {
    this.#stopped = true
    await this.#running
    return this.#version
  }

  /** Goes on from what lies on the server. */
  adopt(version: number, text: string | undefined): void {
    this.#version = version
    this.#kept = text
    this.#stopped = false
    setTimeout(() => void this.save(), SAVE_AFTER_MS)
  }

  resume(): void {
    this.#stopped = false
    void this.save()
  }

  /** Nothing lies on the server any more. */
  begin(): void {
    this.adopt(0, undefined)
  }
}
