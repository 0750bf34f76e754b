import { notFound, type QueryOf, type ResultOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { decodeCursor, page } from '../../../platform/http/cursor.ts'
import { refuse } from '../../../platform/problems.ts'
import { nameWords, personKey } from '../../../platform/pure/names.ts'
import { holds } from '../../access/rules.ts'
import type { Caller } from '../../../platform/scope.ts'
import {
  type ImportLayout,
  importRules,
  type listImportRows as listRowsContract,
  type listImports as listContract,
} from './contract.ts'
import { importRights, seesImport } from './policy.ts'
import { foreseeRow } from './matching/rules.ts'
import { type FindPerson, isRefused, readRow, textsOfFault } from './rows/rules.ts'
import { findRow, listRowsShown } from './rows/storage.ts'
import { findImport, listPeople, listStored } from './storage.ts'
import type { StoredImport, StoredRow } from './tables.ts'

const FAILURES: Record<string, { ru: string; en: string }> = {
  empty: { ru: 'В файле нет ни одной строки с данными', en: 'There is no row of data in the file' },
  unknown_format: { ru: 'Это не таблица CSV или XLSX', en: 'This is no CSV or XLSX table' },
  old_excel: {
    ru: 'Это файл старого Excel (.xls): сохраните его как .xlsx или CSV',
    en: 'This is a file of the old Excel (.xls): save it as .xlsx or CSV',
  },
  locked: { ru: 'Книга защищена паролем: сохраните ее без пароля', en: 'The book has a password: save it without one' },
  broken: { ru: 'Файл поврежден или обрывается посередине', en: 'The file is damaged or breaks off in the middle' },
  too_many_columns: { ru: 'В таблице больше 1000 колонок', en: 'The table has more than 1000 columns' },
  too_many_rows: {
    ru: 'В таблице больше миллиона строк: разделите ее',
    en: 'The table has over a million rows: split it',
  },
  too_large: { ru: 'Распакованный файл слишком велик', en: 'The unpacked file is too large' },
  author_gone: {
    ru: 'Автор импорта больше не работает в системе или потерял право на импорт',
    en: 'Who began the import is not here any more, or may not import any more',
  },
}

type ImportAnswer = ResultOf<typeof listContract>['items'][number]

/** An import that this caller may see. */
export async function getStored(db: Queryable, caller: Caller, id: string): Promise<StoredImport> {
  const found = await findImport(db, id)
  return found && seesImport(caller.actor, found.authorId) ? found : refuse(notFound)
}

/** One import with its progress. */
export async function getImport(db: Queryable, caller: Caller, id: string): Promise<ImportAnswer> {
  return toImport(await getStored(db, caller, id), caller)
}

/** Own imports, those of everybody for administrators, newest first. */
export async function listImports(
  db: Queryable,
  caller: Caller,
  { limit, cursor }: QueryOf<typeof listContract>,
): Promise<ResultOf<typeof listContract>> {
  const [place, id] = cursor ? decodeCursor('imports', cursor, 2) : []
  const after = place === undefined ? null : { place: String(place), id: String(id) }
  const author = holds(caller.actor, 'settings.administer') ? null : caller.actor.userId
  const rows = await listStored(db, author, after, limit + 1)
  const cut = page('imports', rows, limit, row => [row.place, row.id])
  return { ...cut, items: cut.items.map(row => toImport(row, caller)) }
}

/** The answer of an import. */
export function toImport(stored: StoredImport, caller: Caller): ImportAnswer {
  const { authorId, authorName, pass: _, layout, failure, createdAt, updatedAt, finishedAt, ...rest } = stored
  const { id, name, status, size, header, columns, rules, rowCount, position, counts, findings, version } = rest
  return {
    id,
    name,
    status,
    size,
    header,
    columns,
    rowCount,
    position,
    counts,
    findings,
    version,
    rules: importRules.parse(rules),
    layout: layout.format ? (layout as ImportLayout) : null,
    failure: failure === null ? null : ((FAILURES[failure] ?? FAILURES['broken'])?.[caller.actor.language] ?? failure),
    author: { id: authorId, name: authorName },
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    can: importRights(status),
  }
}

/** How a file names colleagues: by e-mail, or by name in any order of its words. */
export async function findPeople(db: Queryable): Promise<FindPerson> {
  const people = await listPeople(db)
  const byEmail = new Map(people.map(each => [each.email.toLowerCase(), each]))
  const byName = new Map(people.map(each => [personKey(each.name), each]))
  const byTwo = new Map<string, typeof people>()
  // «Ким Анна Сергеевна» of another program is Анна Ким here, if there is but one.
  for (const each of people) byTwo.set(personKey(each.name), [...(byTwo.get(personKey(each.name)) ?? []), each])
  return text => {
    const found =
      byEmail.get(text.trim().toLowerCase()) ?? byName.get(personKey(text)) ?? withoutPatronymic(byTwo, text)
    return found ? { id: found.id, name: found.name } : null
  }
}

function withoutPatronymic<T>(byTwo: ReadonlyMap<string, T[]>, text: string): T | undefined {
  const words = nameWords(text)
  if (words.length !== 3) return undefined
  const found = byTwo.get(personKey(words.slice(0, 2).join(' '))) ?? byTwo.get(personKey(words.slice(1).join(' ')))
  return found?.length === 1 ? found[0] : undefined
}

type RowAnswer = ResultOf<typeof listRowsContract>['items'][number]

/** Rows of an import as they would be, or were, written. */
export async function listImportRows(
  db: Queryable,
  caller: Caller,
  id: string,
  { limit, cursor, show }: QueryOf<typeof listRowsContract>,
): Promise<ResultOf<typeof listRowsContract>> {
  const list = `rows ${show} of ${id}`
  const after = cursor ? Number(decodeCursor(list, cursor, 1)[0]) : 0
  const stored = await getStored(db, caller, id)
  const [rows, person] = await Promise.all([listRowsShown(db, id, show, after, limit + 1), findPeople(db)])
  const cut = page(list, rows, limit, row => [row.n])
  return { ...cut, items: cut.items.map(row => toRow(stored, row, person, caller)) }
}

/** One row of an import. */
export async function getImportRow(db: Queryable, caller: Caller, id: string, n: number): Promise<RowAnswer> {
  const stored = await getStored(db, caller, id)
  const row = (await findRow(db, id, n)) ?? refuse(notFound)
  return toRow(stored, row, await findPeople(db), caller)
}

function toRow(stored: StoredImport, row: StoredRow, person: FindPerson, caller: Caller): RowAnswer {
  const read = readRow(row.cells, stored.columns, stored.header, person)
  const { values, faults } = read
  const say = (texts: { ru: string; en: string }) => texts[caller.actor.language]
  return {
    n: row.n,
    cells: row.cells,
    values,
    faults: faults.map(fault => {
      const { column, code, effect } = fault
      return { column, code, effect, message: say(textsOfFault(fault)) }
    }),
    matches: [
      ...(row.firstOfKey
        ? [{ clientId: null, name: null, row: row.firstOfKey, reasons: ['file'], responsible: null }]
        : []),
      ...(row.matches ?? []).map(({ clientId, name, reasons, responsible = null }) => ({
        clientId,
        name,
        row: null,
        reasons,
        responsible,
      })),
    ],
    decision: row.decision,
    byRule: foreseeRow(
      { isRefused: isRefused(read), matches: row.matches ?? [], isDouble: Boolean(row.firstOfKey) },
      importRules.parse(stored.rules),
    ),
    outcome: row.outcome,
    reason: row.reason === null ? null : row.reason.map(fault => say(textsOfFault(fault))).join('; '),
    clientId: row.clientId,
  }
}
