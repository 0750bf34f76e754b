import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decideFields, decideRestored, pairContractors, unite } from './rules.ts'

const client = (change: object = {}) => ({
  kind: 'organisation',
  name: 'ООО «Альфа»',
  publicName: null,
  relationType: 'customer',
  inn: null,
  kpp: null,
  ogrn: null,
  phones: [],
  emails: [],
  sites: [],
  addresses: [],
  messengers: [],
  responsibleId: null,
  comment: null,
  ...change,
})

describe('the fields of a merged record', () => {
  const after = (winner: object, loser: object, choices = {}) =>
    Object.fromEntries(
      decideFields('client', client(winner), client(loser), choices).fields.map(each => [each.field, each.after]),
    )

  test('are those of the winner, else those of the loser', () => {
    expect(after({ comment: null, publicName: 'А' }, { comment: 'Б', publicName: 'Б' })).toMatchObject({
      comment: 'Б',
      publicName: 'А',
    })
  })

  test('are as chosen: an emptiness that was chosen stays empty, but nobody is left without a name', () => {
    expect(after({ comment: null }, { comment: 'Б' }, { comment: 'winner' })).toMatchObject({ comment: null })
    expect(after({ comment: 'А' }, { comment: null }, { comment: 'loser' })).toMatchObject({ comment: null })
    expect(after({ comment: 'А' }, { comment: 'Б' }, { comment: 'both' })).toMatchObject({ comment: 'А\n\nБ' })
    expect(after({ name: 'А' }, { name: undefined }, { name: 'loser' })).toMatchObject({ name: 'А' })
  })

  test('unite lists, in which one phone in two notations is one', () => {
    expect(unite('phones', ['+7 913 000-00-01'], ['8 (913) 000 00 01', '8 913 000 00 01 доб. 5'])).toEqual([
      '+7 913 000-00-01',
      '8 913 000 00 01 доб. 5',
    ])
    expect(unite('emails', ['A@Example.com'], ['a@example.com'])).toEqual(['A@Example.com'])
  })

  test('name every choice that cannot be made', () => {
    const { faults } = decideFields('client', client(), client(), { company: 'loser', name: 'both', phones: 'both' })
    expect(faults.map(each => [each.path, each.code])).toEqual([
      ['choices.company', 'unknown_field'],
      ['choices.name', 'one_value'],
    ])
  })
})

describe('a field that is taken back', () => {
  const values = fc.array(fc.constantFrom('a.ru', 'b.ru', 'c.ru', 'd.ru', 'e.ru'), { maxLength: 4 })
  const list = values.map(all => [...new Set(all)])

  test('is as before where nobody touched it, whatever was merged', () => {
    fc.assert(
      fc.property(list, list, (before, after) => {
        const merged = { field: 'sites', before, loser: [], after }
        expect(decideRestored(merged, after)).toEqual({ value: before, kept: false })
      }),
    )
  })

  test('keeps what was added since and what was there before, and only loses what the merge brought', () => {
    fc.assert(
      fc.property(list, list, list, (before, loser, now) => {
        const after = unite('sites', before, loser)
        const { value } = decideRestored({ field: 'sites', before, loser, after }, now)
        const brought = loser.filter(each => !before.includes(each))
        const left =
          JSON.stringify(now) === JSON.stringify(after) ? before : now.filter(each => !brought.includes(each))
        expect(value).toEqual(left)
      }),
    )
  })

  test('keeps a later value and says so', () => {
    const merged = { field: 'comment', before: null, loser: 'Б', after: 'Б' }
    expect(decideRestored(merged, 'В')).toEqual({ value: 'В', kept: true })
    expect(decideRestored({ ...merged, after: null }, 'В')).toEqual({ value: 'В', kept: true })
  })

  test('that was changed since and changed back is what people made of it, and stays', () => {
    const merged = { field: 'comment', before: null, loser: 'Б', after: 'Б' }
    const there = [
      { from: 'Б', to: 'В' },
      { from: 'В', to: 'Б' },
    ]
    expect(decideRestored(merged, 'Б', there)).toEqual({ value: 'Б', kept: true })
  })

  test('of a list keeps each value that people put in since and leaves out each that they took out', () => {
    const changes = fc.array(fc.tuple(fc.constantFrom('a.ru', 'b.ru', 'c.ru', 'd.ru'), fc.boolean()), { maxLength: 6 })
    fc.assert(
      fc.property(list, list, changes, (before, after, edits) => {
        let now: string[] = after
        const since: { from: string[]; to: string[] }[] = []
        for (const [value, isIn] of edits) {
          const to = isIn ? [...new Set([...now, value])] : now.filter(each => each !== value)
          if (to.length !== now.length) since.push({ from: now, to })
          now = to
        }
        const { value, kept } = decideRestored({ field: 'sites', before, loser: [], after }, now, since)
        const touched = new Set(
          since.flatMap(({ from, to }) => [...from, ...to].filter(x => from.includes(x) !== to.includes(x))),
        )
        // What people touched is as they left it, all else as before.
        for (const each of ['a.ru', 'b.ru', 'c.ru', 'd.ru', 'e.ru'])
          expect((value as string[]).includes(each), each).toBe((touched.has(each) ? now : before).includes(each))
        expect(kept).toBe(since.length > 0)
      }),
    )
  })
})

describe('legal entities of both', () => {
  const entity = (id: string, change: object = {}) => ({ id, inn: null, kpp: null, ogrn: null, main: false, ...change })
  const pairs = (ours: object[], theirs: object[]) =>
    pairContractors(ours as ReturnType<typeof entity>[], theirs as ReturnType<typeof entity>[]).map(pair => [
      pair.ours.id,
      pair.theirs.id,
    ])

  test('are one when INN and KPP are equal, two absent KPPs included', () => {
    const sber = { inn: '7707083893' }
    expect(pairs([entity('a', { ...sber, main: true })], [entity('b', { ...sber, main: true })])).toEqual([['a', 'b']])
    expect(pairs([entity('a', { ...sber, kpp: '1', main: true })], [entity('b', { ...sber, main: true })])).toEqual([])
  })

  test('are one when the main one of a side has no number and only repeats its client', () => {
    const bare = entity('a', { main: true })
    const numbered = entity('b', { main: true, inn: '7707083893' })
    expect(pairs([bare], [numbered])).toEqual([['a', 'b']])
    expect(pairs([numbered], [bare])).toEqual([['b', 'a']])
    // The numbered one has found its equal: the bare one stays apart.
    const equal = entity('c', { inn: '7707083893' })
    expect(pairs([bare, equal], [numbered])).toEqual([['c', 'b']])
  })
})
