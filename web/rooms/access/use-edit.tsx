import { Trans, useLingui } from '@lingui/react/macro'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { conflict } from '../../../server/platform/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import type { Money } from '../../../server/platform/pure/money.ts'
import { useFormats } from '../../lib/formats.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { useUndo } from '../../lib/undo.ts'
import { askWhose, type Dispute } from '../../ui/conflict.tsx'
import { toast } from '../../ui/toast.tsx'
import { peopleQuery, usePeople } from './people.ts'

type Conflict = z.infer<typeof conflict.data>
type Named = { id: string; name: string }
type Saved = { version: number; warnings?: { message: string }[] | undefined }
/** What values mean: names of what ids stand for, and words of those that the API says in English. */
export type Meanings = { names?: readonly (Named | null)[]; words?: Record<string, Record<string, string>> }

/** `label` names a field on the screen; fields of one name are decided together. */
type Label = (field: string) => string

/**
 * A way to save: where somebody changed the same fields meanwhile, the person chooses, and what stays is sent again.
 * @returns the saved record, with the values of others that it replaced; `undefined` when all stays as they saved it
 */
export function useSettle(meanings: Meanings = {}) {
  const whose = useWhose(meanings)
  return async <C extends object, A>(
    version: number,
    change: C,
    save: (version: number, change: C) => Promise<A>,
    label: Label,
  ): Promise<{ saved: A; theirs: Partial<C> } | undefined> => {
    let theirs: Partial<C> = {}
    for (let seen = version, wanted = Object.entries(change); wanted.length > 0; ) {
      try {
        return { saved: await save(seen, Object.fromEntries(wanted) as C), theirs }
      } catch (error) {
        if (!isProblem(error, conflict) || error.data.fields.length === 0) throw error
        const disputed = new Set(error.data.fields.map(each => label(each.field)))
        const others = wanted.some(([field]) => !disputed.has(label(field)))
        const mine = await whose(error.data, label, others)
        wanted = wanted.filter(([field]) => !disputed.has(label(field)) || mine.has(label(field)))
        const replaced = error.data.fields.filter(({ field }) => mine.has(label(field)))
        theirs = { ...theirs, ...Object.fromEntries(replaced.map(each => [each.field, each.theirs])) }
        seen = error.data.version
      }
    }
    return undefined
  }
}

/** Saves one field of settings, and back by writing what stood there. */
export function useEdit<C extends object, A extends Saved>(
  version: number,
  save: (version: number, change: C) => Promise<A>,
  meanings: Meanings = {},
): (change: C, before: C, label: string) => Promise<void> {
  const settle = useSettle(meanings)
  return async (change, before, label) => {
    const done = await settle(version, change, save, () => label)
    if (!done) return
    const { saved, theirs } = done
    const undo = () => settle(saved.version, { ...before, ...theirs }, save, () => label)
    toast({ message: <SavedField label={label} saved={saved} />, undo })
  }
}

/** Saves one field of a record; the write is named, and taken back by its name. */
export function useEditRecord<C extends object, A extends Saved>(
  version: number,
  save: (version: number, change: C, act: string) => Promise<A>,
  meanings: Meanings = {},
): (change: C, label: string) => Promise<void> {
  const settle = useSettle(meanings)
  const undo = useUndo()
  return async (change, label) => {
    const key = newId()
    const done = await settle(
      version,
      change,
      (seen, wanted) => save(seen, wanted, key),
      () => label,
    )
    if (done) toast({ message: <SavedField label={label} saved={done.saved} />, undo: () => undo({ key }) })
  }
}

function SavedField({ label, saved }: { label: string; saved: Saved }) {
  const warning = saved.warnings?.[0]?.message
  return warning ? `${label}: ${warning}` : <Trans>{label}: сохранено</Trans>
}

/** Saves a form: only what was changed in it, so that the rest stays as others have it. Back as `useEdit`. */
export function useSaveForm<C extends object>(meanings: Meanings = {}) {
  const settle = useSettle(meanings)
  return async (
    begun: C & { version: number },
    values: C,
    save: (version: number, change: Partial<C>) => Promise<Saved>,
    label: Label,
  ): Promise<void> => {
    const changed = changedOf(begun, values)
    const done = await settle(begun.version, of(values, changed), save, label)
    if (!done) return
    const { saved, theirs } = done
    toast({
      message: <Trans>Сохранено</Trans>,
      undo: () => settle(saved.version, { ...of(begun, changed), ...theirs }, save, label),
    })
  }
}

/** The same of a record: back as `useEditRecord`. */
export function useSaveRecord<C extends object>(meanings: Meanings = {}) {
  const settle = useSettle(meanings)
  const undo = useUndo()
  return async (
    begun: C & { version: number },
    values: C,
    save: (version: number, change: Partial<C>, act: string) => Promise<Saved>,
    label: Label,
  ): Promise<void> => {
    const key = newId()
    const wanted = of(values, changedOf(begun, values))
    const done = await settle(begun.version, wanted, (version, change) => save(version, change, key), label)
    if (done) toast({ message: <Trans>Сохранено</Trans>, undo: () => undo({ key }) })
  }
}

const changedOf = <C extends object>(begun: C, values: C) =>
  (Object.keys(values) as (keyof C)[]).filter(field => !same(values[field], begun[field]))
const of = <C extends object>(record: C, fields: readonly (keyof C)[]) =>
  Object.fromEntries(fields.map(field => [field, record[field]])) as Partial<C>
const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

/** Asks whose value of the fields in dispute stays; the answer names those that stay mine. */
export function useWhose(meanings: Meanings) {
  const people = usePeople()
  const show = useShow(meanings, people)
  const client = useQueryClient()
  return async (data: Conflict, label: Label, others: boolean): Promise<ReadonlySet<string>> => {
    // Who saves at once may be asked before the people are known.
    const known = await client.ensureQueryData(peopleQuery).then(
      found => found.items,
      () => people,
    )
    const disputes = [...Map.groupBy(data.fields, each => label(each.field))].map(([name, list]): Dispute => {
      const side = (of: 'mine' | 'theirs' | 'base') =>
        list.map((each, at) => (
          <span key={each.field}>
            {at > 0 && ', '}
            {show(each.field, each[of])}
          </span>
        ))
      return { name, mine: side('mine'), theirs: side('theirs'), base: side('base') }
    })
    return askWhose({
      disputes,
      by: known.find(each => each.id === data.changedBy)?.name,
      at: data.changedAt,
      others,
    })
  }
}

function useShow({ names = [], words = {} }: Meanings, people: readonly Named[]) {
  const { t } = useLingui()
  const format = useFormats()
  const show = (field: string, value: unknown): ReactNode => {
    if (value === null || value === undefined || value === '') return t`пусто`
    if (Array.isArray(value)) return value.length === 0 ? t`пусто` : value.map(each => text(field, each)).join('\n')
    if (typeof value === 'object' && 'amount' in value) return format.money(value as Money)
    return text(field, value)
  }
  const text = (field: string, value: unknown): string => {
    const plain = typeof value === 'object' ? ((value as Named).name ?? '') : String(value)
    if (/^\d{4}-\d\d-\d\d$/.test(plain)) return format.date(plain)
    const known = [...names, ...people].find(each => each?.id === plain)
    return words[field]?.[plain] ?? known?.name ?? plain
  }
  return show
}
