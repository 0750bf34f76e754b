import type { Work } from '../../../platform/work.ts'
import { authorOf, findClientFaults, type PreparedClient, prepareClient, writeClients } from '../actions.ts'
import { listTakenContacts } from '../contacts/storage.ts'
import type { ClientInput } from '../contract.ts'
import { listLockedSimilar, lockProbes, notePairs } from '../duplicates/actions.ts'
import type { Similar } from '../duplicates/queries.ts'
import type { WordMemory } from '../duplicates/names/rules.ts'
import { decideSameInn, type SameInn } from '../duplicates/rules.ts'
import { listByInn } from '../duplicates/storage.ts'
import { offerLinks } from '../offers/actions.ts'
import type { Fault } from '../rules.ts'

/** What is known of one client before it is written. */
export interface CheckedClient {
  input: ClientInput
  /** What refuses it; wrong check digits are not among it. */
  faults: Fault[]
  /** The legal entity with the same INN and KPP: two of them never stand in the base. */
  same: SameInn | null
  similar: Similar[]
}

/** Check digits warn where many come at once: the source is a file, and nobody sits before the field. */
const WARNS = /\.checksum$/

/**
 * Registers many clients at once by the same rules as one. What the rules find is told to `decide`, which answers which
 * of them are written; one with faults, or with the INN and KPP of another, must not be among them. Clients of one call
 * do not see each other: give those that share something in calls of their own.
 * @param memory the same for one call after the other
 * @returns those that were written
 */
export async function createClients(
  work: Work,
  inputs: readonly ClientInput[],
  decide: (checked: readonly CheckedClient[]) => Promise<readonly boolean[]>,
  memory?: WordMemory,
): Promise<PreparedClient[]> {
  if (inputs.length === 0) return []
  const prepared = prepareClients(work, inputs)
  await lockProbes(
    work,
    prepared.flatMap(each => each.probes),
    prepared.map(each => each.client.inn),
  )
  const checked = await checkClients(work, inputs, prepared, memory)
  const chosen = await decide(checked)
  const written = prepared.filter((_, at) => {
    const { faults, same } = checked[at] as CheckedClient
    if (chosen[at] === true && (same !== null || faults.length > 0)) throw new Error('this client may not be written')
    return chosen[at] === true
  })
  await writeClients(work, written)
  const told = checked.flatMap(({ similar }, at) => (chosen[at] === true ? similar : []))
  await notePairs(
    work,
    told.filter(each => !each.match.walled),
  )
  for (const [at, { input, similar }] of checked.entries()) {
    const client = prepared[at]?.client
    if (chosen[at] === true && client) await offerLinks(work, { ...client, id: input.id }, similar)
  }
  return written
}

/** What the rules say of clients whom nobody is about to write: nobody waits for it. */
export async function lookAtClients(
  work: Work,
  inputs: readonly ClientInput[],
  memory?: WordMemory,
): Promise<CheckedClient[]> {
  return inputs.length === 0 ? [] : checkClients(work, inputs, prepareClients(work, inputs), memory)
}

function prepareClients(work: Work, inputs: readonly ClientInput[]): PreparedClient[] {
  const author = authorOf(work)
  return inputs.map((input, at) => prepareClient(input, input.responsibleId ?? author, author, `[${at}].`))
}

async function checkClients(
  work: Work,
  inputs: readonly ClientInput[],
  prepared: readonly PreparedClient[],
  memory: WordMemory | undefined,
): Promise<CheckedClient[]> {
  const named = inputs.flatMap(input => (input.contacts ?? []).flatMap(contact => contact.id ?? []))
  const [faults, byInn, similar, taken] = await Promise.all([
    findFaults(work, inputs),
    listByInn(work.tx, [...new Set(prepared.flatMap(each => each.client.inn ?? []))]),
    listLockedSimilar(
      work,
      prepared.flatMap(each => each.probes),
      memory,
    ),
    listTakenContacts(work.tx, named),
  ])
  if (taken.length > 0) throw new Error('an id of a new contact is taken')
  return inputs.map((input, at) => {
    const { client, probes } = prepared[at] as PreparedClient
    const mine = new Set(probes)
    return {
      input,
      faults: faults[at] ?? [],
      same: decideSameInn(
        client.kpp,
        byInn.filter(each => each.inn === client.inn),
      ),
      similar: similar.filter(each => mine.has(each.probe)),
    }
  })
}

/** People who are named as responsible are looked up once, however many clients they look after. */
async function findFaults(work: Work, inputs: readonly ClientInput[]): Promise<Fault[][]> {
  const known = new Map<string | undefined, Promise<Fault[]>>()
  return Promise.all(
    inputs.map(async input => {
      const { responsibleId, contacts: _, ...rest } = input
      const references = known.get(responsibleId) ?? findClientFaults(work, { kind: 'organisation', responsibleId })
      known.set(responsibleId, references)
      const own = await findClientFaults(work, { ...rest, responsibleId: undefined })
      return [...own, ...(await references)].filter(fault => !WARNS.test(fault.code))
    }),
  )
}
