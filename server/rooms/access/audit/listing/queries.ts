import type { QueryOf } from '../../../../platform/contract.ts'
import type { Queryable } from '../../../../platform/db/database.ts'
import { textFor } from '../../../../platform/field-levels.ts'
import { decodeCursor, page } from '../../../../platform/http/cursor.ts'
import type { Platform } from '../../../../platform/platform.ts'
import type { Caller } from '../../../../platform/scope.ts'
import { auditKinds, auditRecords, kindsOf } from '../kinds/contract.ts'
import type { exportAudit, listAudit as listContract } from '../contract.ts'
import { findUsersNamed, listAccessNames, type ListedRow, listRows, type RowFilter } from './storage.ts'

/** What this room cannot know of the records of others; put together where all rooms are known. */
export interface RecordNames {
  /** What these records are called, of whatever kind. */
  listNames(db: Queryable, ids: readonly string[]): Promise<{ id: string; name: string }[]>
  /** Records that a text may mean, as the one search finds them. */
  findIds(platform: Platform, caller: Caller, q: string): Promise<string[]>
}

const LIST = 'audit'
/** So many people a text may mean. */
const MOST_NAMED = 50

type Filter = Omit<QueryOf<typeof exportAudit>, 'format'>

/** The log, newest first; the right to it was asked at the door. */
export async function listAudit(
  platform: Platform,
  caller: Caller,
  names: RecordNames,
  { limit, cursor, ...asked }: QueryOf<typeof listContract>,
) {
  const { db } = platform
  const [at, id] = cursor === undefined ? [] : decodeCursor(LIST, cursor, 2)
  const after = cursor === undefined ? null : ([String(at), String(id)] as const)
  const filter = await readFilter(platform, caller, names, asked)
  const rows = await listRows(db, filter, { limit: limit + 1, after })
  const shown = page(LIST, rows, limit, row => [row.place, row.id])
  const called = await namesOf(db, names, shown.items)
  return { items: shown.items.map(row => present(row, called)), nextCursor: shown.nextCursor }
}

async function readFilter(
  platform: Platform,
  caller: Caller,
  names: RecordNames,
  { group, q, from, to, ...ids }: Filter,
): Promise<RowFilter> {
  const named = q === undefined ? undefined : await findNamed(platform, caller, names, q)
  return {
    ...ids,
    kinds: kindsOf(group),
    isNarrowed: group !== undefined,
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
    named,
  }
}

async function findNamed(platform: Platform, caller: Caller, names: RecordNames, q: string) {
  const [actorIds, recordIds] = await Promise.all([
    findUsersNamed(platform.db, q, MOST_NAMED),
    names.findIds(platform, caller, q),
  ])
  // What was done to somebody's account counts as well.
  return { actorIds, recordIds: [...new Set([...recordIds, ...actorIds])] }
}

async function namesOf(
  db: Queryable,
  names: RecordNames,
  rows: readonly ListedRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.flatMap(row => row.recordId ?? []))]
  if (ids.length === 0) return new Map()
  const found = await Promise.all([listAccessNames(db, ids), names.listNames(db, ids)])
  return new Map(found.flat().map(each => [each.id, each.name]))
}

function present(row: ListedRow, called: ReadonlyMap<string, string>) {
  const { actorId, actorName, recordKind, recordId, seq } = row
  return {
    id: row.id,
    at: row.at,
    actor: actorId === null ? null : { id: actorId, name: actorName ?? '' },
    kind: row.kind,
    record:
      recordKind === null || recordId === null
        ? null
        : { kind: recordKind, id: recordId, name: called.get(recordId) ?? null },
    detail: row.detail,
    personal: row.personal,
    seq: seq === null ? null : Number(seq),
    blanked: row.blanked,
  }
}

const PAGE = 500
/** The number and the time: digits that are nobody's. */
const PLAIN = 2
const HEADER = {
  ru: [
    'Номер',
    'Когда',
    'Кто',
    'Что',
    'Вид записи',
    'Запись',
    'Номер записи',
    'Адрес',
    'Устройство',
    'Подробности',
    'Личное',
  ],
  en: [
    'Number',
    'When',
    'Who',
    'What',
    'Kind of record',
    'Record',
    'Id of the record',
    'Address',
    'Device',
    'Details',
    'Personal',
  ],
}

/** The rows of a file, page by page: nothing is gathered. */
export async function* readAuditLines(
  platform: Platform,
  caller: Caller,
  names: RecordNames,
  asked: Filter,
): AsyncGenerator<readonly string[]> {
  const { db } = platform
  const { language } = caller.actor
  yield HEADER[language]
  const filter = await readFilter(platform, caller, names, asked)
  for (let after: readonly [string, string] | null = null; ; ) {
    const rows: ListedRow[] = await listRows(db, filter, { limit: PAGE, after })
    const called = await namesOf(db, names, rows)
    for (const row of rows)
      yield toLine(row, called, language).map((cell, at) => (at < PLAIN ? cell : textFor(caller.actor, cell)))
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = [last.place, last.id]
  }
}

function toLine(row: ListedRow, called: ReadonlyMap<string, string>, language: 'ru' | 'en'): string[] {
  const { address, device, ...more } = row.personal ?? {}
  const text = (value: unknown) => (typeof value === 'string' ? value : '')
  const json = (value: object) => (Object.keys(value).length > 0 ? JSON.stringify(value) : '')
  return [
    row.seq ?? '',
    row.at.toISOString(),
    row.actorName ?? '',
    // A row that a later release wrote has no words here.
    (auditKinds[row.kind] as (typeof auditKinds)[typeof row.kind] | undefined)?.[language] ?? row.kind,
    row.recordKind === null ? '' : (auditRecords[row.recordKind]?.[language] ?? row.recordKind),
    (row.recordId && called.get(row.recordId)) ?? '',
    row.recordId ?? '',
    text(address),
    text(device),
    json(row.detail),
    json(more),
  ]
}
