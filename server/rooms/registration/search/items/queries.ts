import { subjectOf } from '../../../interests/rules.ts'
import type { SearchItem } from '../../contract.ts'
import type { FoundInterest, FoundRecord } from '../found/queries.ts'
import { type Ranked, subtitleOf, titleOf } from '../found/rules.ts'
import type { Wall } from '../walls/queries.ts'

/** A row of the answer. */
export function toItem({ record, matches }: Pick<Ranked<FoundRecord>, 'record' | 'matches'>): SearchItem {
  return {
    type: record.type,
    id: record.id,
    title: titleOf(record),
    subtitle: subtitleOf(record),
    clientId: record.clientId,
    contactId: record.contactId,
    matches,
    openInterests: record.openInterests,
    responsible: personOf(record.responsibleId, record.responsibleName),
    walled: false,
    accessAskedAt: null,
    archived: record.archived,
    slip: null,
  }
}

/** An Interest that was found by its number. */
export function toInterestItem(interest: FoundInterest, typed: string): SearchItem {
  const digits = typed.replace(/\D/g, '')
  const at = interest.number.lastIndexOf(digits)
  return {
    type: 'interest',
    id: interest.id,
    title: subjectOf(interest),
    subtitle: interest.partyName ?? '',
    clientId: interest.clientId,
    contactId: interest.contactId,
    matches: [{ field: 'number', text: interest.number, ranges: at < 0 ? [] : [[at, at + digits.length]] }],
    openInterests: interest.open ? 1 : 0,
    responsible: personOf(interest.responsibleId, interest.responsibleName),
    walled: false,
    accessAskedAt: null,
    archived: interest.archived,
    slip: null,
  }
}

/** Nothing that was not typed, except who is responsible, how much is open and that the caller waits for access. */
export function toWall(wall: Wall, typed: string, accessAskedAt: string | null): SearchItem {
  const text = typed.trim()
  return {
    type: wall.type,
    id: null,
    title: text,
    subtitle: '',
    clientId: null,
    contactId: null,
    matches: [{ field: wall.kind, text, ranges: [[0, text.length]] }],
    openInterests: wall.openInterests,
    responsible: personOf(wall.responsibleId, wall.responsibleName),
    walled: true,
    accessAskedAt,
    archived: false,
    slip: null,
  }
}

function personOf(id: string | null, name: string | null): { id: string; name: string } | null {
  return id !== null && name !== null ? { id, name } : null
}
