import type { z } from 'zod'
import { newId } from '../../server/platform/pure/ids.ts'
import { type clientInput, createClient } from '../../server/rooms/clients/contract.ts'
import { directories } from '../../server/rooms/company/contract.ts'
import { changeMySettings } from '../../server/rooms/fields/contract.ts'
import { createInterest, type interestInput, listInterests } from '../../server/rooms/interests/contract.ts'
import { dropDraft, listDrafts } from '../../server/rooms/registration/contract.ts'
import type { Person } from './people.ts'

/** The id of a shipped service type, by its name. */
export async function serviceType(person: Person, name: string): Promise<string> {
  const { items } = await person.call(directories.service_type.list)
  const found = items.find(each => each.name === name)
  if (found === undefined) throw new Error(`no service type «${name}»: ${items.map(each => each.name).join(', ')}`)
  return found.id
}

/** A client of this person, with one contact. */
export function aClient(person: Person, of: Partial<z.input<typeof clientInput>> & { name: string }) {
  return person.call(createClient, { body: { id: newId(), kind: 'organisation', responsibleId: person.id, ...of } })
}

/** An open Interest of this person. */
export function anInterest(person: Person, of: Partial<z.input<typeof interestInput>> & { serviceTypeId: string }) {
  return person.call(createInterest, { body: { id: newId(), ...of } })
}

/** The Interests that this person sees, newest first. */
export async function interestsOf(person: Person, query: Record<string, unknown> = {}) {
  return (await person.call(listInterests, { query })).items
}

/** Chooses what a person otherwise chooses in the settings of the form. */
export async function prefers(person: Person, settings: Record<string, unknown>): Promise<void> {
  await person.call(changeMySettings, { body: settings })
}

/** Forgets what this person left in the form, so that the next journey begins with an empty one. */
export async function forgetDrafts(person: Person): Promise<void> {
  for (const { id } of (await person.call(listDrafts)).items) await person.call(dropDraft, { params: { id } })
}

/** A name that no other journey uses, so that journeys may share a product. */
export const unique = (name: string) => `${name} ${newId().slice(-6)}`

/** One word that no other journey has. */
export const uniqueWord = (name: string) =>
  name +
  newId()
    .slice(-6)
    .replace(/./g, hex => 'абвгдежзиклмнопр'[Number.parseInt(hex, 16)] ?? '')

/** A mobile number that no other journey uses. */
export function uniquePhone(): { e164: string; local: string; last: string } {
  const digits = String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0')
  return {
    e164: `+7912${digits}`,
    local: `8 (912) ${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`,
    last: digits.slice(1),
  }
}

/** An INN of an organisation with right check digits. */
export function uniqueInn(): string {
  const nine = `66${String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0')}`
  const sum = [2, 4, 10, 3, 5, 9, 4, 6, 8].reduce((total, weight, at) => total + weight * Number(nine[at]), 0)
  return `${nine}${(sum % 11) % 10}`
}
