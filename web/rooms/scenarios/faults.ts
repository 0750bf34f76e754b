import type { Trigger } from '../../../server/rooms/scenarios/triggers/contract.ts'
import type { FieldError } from '../../lib/problem-error.ts'
import type { Content } from './use-draft.ts'

/** What is wrong with a trigger: the message by the place inside it, such as `action.subject`. */
export type TriggerFaults = Readonly<Record<string, string>>

/** What is wrong at a place or anywhere inside of it. */
export type FaultAt = (place: string) => string | undefined

export const faultIn =
  (faults: TriggerFaults): FaultAt =>
  place =>
    Object.entries(faults).find(([at]) => at === place || at.startsWith(`${place}.`) || at.startsWith(`${place}[`))?.[1]

export interface Faults {
  /** By state and by item, as long as what is wrong stands there. */
  names: Record<string, string>
  items: Record<string, string>
  /** By trigger, as long as what is wrong stands in it. */
  triggers: Record<string, TriggerFaults>
  /** All of them with the element to go to, and the state where it is a trigger of one. */
  all: { path: string; message: string; element: string; state?: string }[]
}

/** The faults of what was sent, beside what they are about, until it is changed. */
export function faultsOf(sent: Content | undefined, now: Content, errors: readonly FieldError[]): Faults {
  const faults: Faults = { names: {}, items: {}, triggers: {}, all: [] }
  if (!sent) return faults
  for (const error of errors) {
    if (takesTrigger(faults, sent, now, error)) continue
    const { path, message } = error
    const [, list, at, field] = /^(states|checklist)\[(\d+)\]\.(name|text)$/.exec(path) ?? []
    const of = list === 'states' ? sent.states[Number(at)] : list ? sent.checklist[Number(at)] : undefined
    if (!of || !field) {
      faults.all.push({ path, message, element: path })
      continue
    }
    const standing = list === 'states' ? now.states.find(one => one.id === of.id)?.name : textOf(now, of.id)
    const was = 'name' in of ? of.name : of.text
    if (standing !== was) continue
    if (list === 'states') faults.names[of.id] = message
    else faults.items[of.id] = message
    faults.all.push({ path, message, element: `${list === 'states' ? 'state' : 'item'}-${of.id}` })
  }
  return faults
}

/** Is it about a trigger? Then it is noted, unless that place was changed since. */
function takesTrigger(faults: Faults, sent: Content, now: Content, { path, message }: FieldError): boolean {
  const [, at, nth, place = ''] = /^states\[(\d+)\]\.triggers\[(\d+)\](?:\.(.+))?$/.exec(path) ?? []
  const was = sent.states[Number(at)]?.triggers[Number(nth)]
  if (at === undefined || !was) return false
  const state = now.states.find(each => each.triggers.some(one => one.id === was.id))
  const standing = state?.triggers.find(one => one.id === was.id)
  if (!state || !standing || textAt(standing, place) !== textAt(was, place)) return true
  faults.triggers[was.id] = { ...faults.triggers[was.id], [place]: message }
  faults.all.push({ path, message, element: elementOfState(state.id), state: state.name })
  return true
}

/** The cell that opens the state. */
export const elementOfState = (id: string) => `rules-${id}`

/** What stands at `action.to[0].id`, as a text to compare by; of an element of a list that came or went its list. */
function textAt(trigger: Trigger, place: string): string {
  const steps = place.split(/[.[\]]+/).filter(Boolean)
  let value: unknown = trigger
  for (const step of steps) value = typeof value === 'object' && value ? (value as Record<string, unknown>)[step] : null
  return JSON.stringify(value ?? null)
}

const textOf = (content: Content, id: string) => content.checklist.find(one => one.id === id)?.text
