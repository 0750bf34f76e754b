import type { Texts } from '../../../platform/contract.ts'
import { personKey } from '../../../platform/pure/names.ts'
import { phoneKey } from '../../../platform/pure/phone-format.ts'
import { isSharedPhone } from '../../../platform/pure/phones.ts'
import type { EmailAddress, Match, Phone } from '../contract.ts'
import { nameOrders, significantWords } from '../identity/rules.ts'
import type { Finding } from '../rules.ts'

export type Reason = 'phone' | 'email' | 'name' | 'inn'

/** One identifier of a new record that may belong to somebody who is known already. */
export interface Probe {
  reason: Exclude<Reason, 'inn'>
  /** Where it stands in the request. */
  field: string
  /** As typed: the only thing that a wall may show. */
  typed: string
  /** Any of these normalised values means the same. */
  values: readonly string[]
  /** What two people who register the same thing at once wait for. */
  lock: string
}

/** Somebody who holds a probed identifier. */
export interface Held {
  kind: string
  value: string
  ownerKind: 'client' | 'contractor' | 'contact' | 'prospect'
  ownerId: string
  clientId: string | null
  markedShared: boolean
}

/** Phones that say who somebody is: a short or unreadable number and a hotline do not. */
export function probePhones(phones: readonly Phone[], field: (at: number) => string): Probe[] {
  return phones.flatMap((phone, at) => {
    if (phone.e164 === null || isSharedPhone(phone.e164)) return []
    const key = phoneKey(phone)
    return [{ reason: 'phone' as const, field: field(at), typed: phone.raw, values: [key], lock: `phone:${key}` }]
  })
}

/** Mails that are addresses. */
export function probeEmails(emails: readonly EmailAddress[], field: (at: number) => string): Probe[] {
  return emails.flatMap((mail, at) => {
    if (!mail.valid) return []
    const { normalized } = mail
    return [
      {
        reason: 'email' as const,
        field: field(at),
        typed: mail.raw,
        values: [normalized],
        lock: `email:${normalized}`,
      },
    ]
  })
}

/** A name: of a person in any order of its words, of a company in the order typed. */
export function probeName(name: string | null | undefined, isPerson: boolean, field: string): Probe[] {
  const words = name ? significantWords(name) : []
  if (name === null || name === undefined || words.length === 0) return []
  const values = isPerson ? nameOrders(words) : [words.join(' ')]
  // The same lock for both readings: «ИП Иванов Иван» the company and Иванов Иван the person must meet.
  return [{ reason: 'name', field, typed: name, values, lock: `name:${personKey(name)}` }]
}

const FROM_HERE_ON_SHARED = 3

/**
 * An identifier held by three or more parties that have nothing to do with each other belongs to none of them:
 * it finds, but is no sign of a duplicate (model.md 8).
 */
export function isShared(holders: readonly Held[]): boolean {
  return holders.some(holder => holder.markedShared) || countParties(holders) >= FROM_HERE_ON_SHARED
}

/** Holders that share a client, or are one record, are one party. */
export function countParties(holders: readonly Pick<Held, 'ownerId' | 'clientId'>[]): number {
  const root = new Map<string, string>()
  const find = (key: string): string => {
    let at = key
    for (let up = root.get(at); up !== undefined && up !== at; up = root.get(at)) at = up
    return at
  }
  for (const { ownerId, clientId } of holders) {
    const owner = find(ownerId)
    root.set(owner, owner)
    if (clientId === null) continue
    const client = find(clientId)
    root.set(client, owner)
  }
  return [...root].filter(([key, up]) => key === up).length
}

/** The record itself and those who belong to the same client are no duplicates of it. */
export interface Self {
  ownerIds: readonly string[]
  clientIds: readonly string[]
}

export interface Suspect {
  type: 'client' | 'contact' | 'prospect'
  id: string
  probe: Probe
}

/** Who among the holders makes the new record look like a duplicate, and by what. */
export function decideSuspects(probes: readonly Probe[], holders: readonly Held[], self: Self): Suspect[] {
  const suspects = new Map<string, Suspect>()
  for (const probe of probes) {
    const others = holders.filter(
      holder =>
        holder.kind === probe.reason && probe.values.includes(holder.value) && !self.ownerIds.includes(holder.ownerId),
    )
    if (isShared(others)) continue
    for (const holder of others) {
      if (holder.clientId !== null && self.clientIds.includes(holder.clientId)) continue
      const { type, id } = partyOf(holder)
      const key = `${probe.field}\n${type}\n${id}`
      if (!suspects.has(key)) suspects.set(key, { type, id, probe })
    }
  }
  return [...suspects.values()]
}

/** A legal entity and a linked prospect stand for their client. */
function partyOf({ ownerKind, ownerId, clientId }: Held): { type: Suspect['type']; id: string } {
  if (ownerKind === 'contractor' || (ownerKind === 'prospect' && clientId !== null))
    return { type: 'client', id: clientId ?? ownerId }
  return { type: ownerKind, id: ownerId }
}

const said: Record<Reason, Texts> = {
  phone: { ru: 'Такой телефон уже есть', en: 'This phone is known already' },
  email: { ru: 'Такая почта уже есть', en: 'This e-mail is known already' },
  name: { ru: 'Такое имя уже есть', en: 'This name is known already' },
  inn: {
    ru: 'Такой ИНН уже есть, но КПП указан не у обоих',
    en: 'This INN is known, but only one of the two has a KPP',
  },
}

/** A soft finding: who is known already by the same thing, and who looks after him. */
export function describeSimilar(reason: Reason, field: string, match: Match): Finding {
  const { ru, en } = said[reason]
  const whoRu = match.walled ? '' : `: ${match.title}`
  const who = match.responsible?.name
  return {
    code: `similar.${reason}`,
    field,
    texts: {
      ru: `${ru}${whoRu}${match.archived ? ' (в архиве)' : ''}${who ? `, ответственный ${who}` : ''}`,
      en: `${en}${whoRu}${match.archived ? ' (archived)' : ''}${who ? `, responsible ${who}` : ''}`,
    },
    data: match,
  }
}

/** What is known of contractors with the same INN. */
export interface SameInn {
  contractorId: string
  clientId: string
  kpp: string | null
}

/**
 * INN and KPP together name one legal entity: two absent KPPs are equal, a present one against an absent one is only
 * suspicious, two different ones are branches (model.md 10).
 */
export function decideSameInn(
  kpp: string | null,
  known: readonly SameInn[],
): { same: SameInn | null; suspicious: SameInn[] } {
  return {
    same: known.find(each => each.kpp === kpp) ?? null,
    suspicious: known.filter(each => (each.kpp === null) !== (kpp === null)),
  }
}
