import { soundOf } from '../server/platform/pure/sounds.ts'
import { Dice } from '../server/app/demo/generate/dice.ts'
import { layoutSwap } from '../server/platform/pure/layout.ts'
import { chance, clientOf, measure, print, rowOf, WARM } from './measure.ts'
import { memoryOf } from './memory.ts'
import { openBase } from './prepared.ts'
import { inLatin, withTypos } from './search-quality/slips.ts'

/**
 * `npm run bench:search [-- clients interests requests]`: twelve kinds of searches as a salesperson types them, by one
 * person and by sixteen, beside the least that hand-written prepared SQL needs for the same look-up.
 */
const [clients = 100_000, interests = 300_000, requests = 400] = process.argv.slice(2).map(Number)
const base = await openBase(clients, interests)
const { get, close } = clientOf(base)
const random = chance(42)
const dice = new Dice(42, 901, 0)

const own = `owner_key = any('{${base.principals.join(',')}}')`
const sample = async (where: string) =>
  (
    await base.sql.query<{ value: string }>(
      `select value from identity tablesample system (2) where ${where} and ${own} limit 3000`,
    )
  ).rows.map(row => row.value)
const names = await sample(`kind = 'name' and main`)
const phones = await sample(`kind = 'phone' and length(value) = 10`)
const emails = await sample(`kind = 'email' and main`)
const inns = await sample(`kind = 'inn'`)
/** Somebody's name, and a phone of the same one. */
const called = (
  await base.sql.query<{ name: string; phone: string }>(
    `select n.value as name, p.value as phone
       from identity p tablesample system (2)
       join lateral (select value from identity n where n.owner_id = p.owner_id and n.kind = 'name' and n.main limit 1) n on true
      where p.kind = 'phone' and length(p.value) = 10 and p.${own} limit 3000`,
  )
).rows

const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
const aWordIn = (name: string, length: number) => {
  const words = name.split(' ')
  const word = words[Math.floor(random() * words.length)] ?? ''
  return word.length >= length && /^[а-я]+$/.test(word) ? word : null
}
const wordOf = (length: number) => {
  for (let tries = 0; tries < 1_000; tries++) {
    const word = aWordIn(pick(names), length)
    if (word !== null) return word
  }
  return 'ромашка'
}
const cut = (text: string, length: number) => {
  const from = Math.floor(random() * (text.length - length + 1))
  return text.slice(from, from + length)
}
const written = (phone: string) =>
  pick([
    `8 (${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6, 8)}-${phone.slice(8)}`,
    `+7${phone}`,
    phone,
    `8${phone}`,
  ])
/** A name of two words or more, all of them Russian. */
const fullName = () => {
  for (let tries = 0; tries < 1_000; tries++) {
    const name = pick(names)
    if (/^[а-я]+(?: [а-я]+)+$/.test(name)) return name
  }
  return 'иванов иван'
}

/** One look-up as a careful programmer would write it. */
interface Look {
  name: string
  text: string
  values: unknown[]
}

const shown = `
  select f.owner_id, c.id, c.name, c.open_interests, u.name as responsible
  from (select distinct owner_id, client_id from found limit 20) f
  left join client c on c.id = f.client_id left join app_user u on u.id = c.responsible_id`
const ranges = (kinds: readonly string[], value: string): Look => ({
  name: 'ranges',
  text: `with found as materialized (
      select owner_id, client_id from identity
      where kind = any($1) and value >= $2 and value < $3 and owner_key = any($4) limit 60) ${shown}`,
  values: [kinds, value, `${value}\u{10FFFF}`, base.principals],
})
const digitsInside = (digits: string): Look => ({
  name: 'digits',
  text: `with found as materialized (${[2, 3, 4, 5, 6, 7]
    .map(
      place => `(select owner_id, client_id from identity where kind = 'phone' and substr(value, ${place}) >= $1
        and substr(value, ${place}) < $2 and owner_key = any($3) limit 60)`,
    )
    .join(' union all ')} limit 60) ${shown}`,
  values: [digits, `${digits}\u{10FFFF}`, base.principals],
})
const wordsInside = (part: string): Look => ({
  name: 'part',
  text: `with found as materialized (
      select i.owner_id, i.client_id from (
        select distinct word from (select word from identity_word where fragment >= $1 and fragment < $2 limit 60) w) w
      cross join lateral (select owner_id, client_id from identity
        where kind = 'name' and value >= w.word and value < w.word || chr(1114111) and owner_key = any($3) limit 30) i
      limit 60) ${shown}`,
  values: [part, `${part}\u{10FFFF}`, base.principals],
})
const nearWords = (name: string): Look => ({
  name: 'near',
  text: `with found as materialized (
      select i.owner_id, i.client_id
      from unnest($1::text[]) k(asked)
      cross join lateral (select word from identity_sound where remnants_of(word) && remnants_of(k.asked)
        order by abs(length(word) - length(k.asked)) limit 10) w
      cross join lateral (select owner_id, client_id from identity
        where kind = 'name' and value >= w.word and value < w.word || chr(1114111) and owner_key = any($2) limit 30) i
      limit 60) ${shown}`,
  values: [name.split(' '), base.principals],
})
const soundingWords = (name: string): Look => ({
  name: 'sounding',
  text: `with found as materialized (
      select i.owner_id, i.client_id
      from unnest($1::text[]) k(asked)
      cross join lateral (select word from identity_sound where sound = k.asked limit 10) w
      cross join lateral (select owner_id, client_id from identity
        where kind = 'name' and value >= w.word and value < w.word || chr(1114111) and owner_key = any($2) limit 30) i
      limit 60) ${shown}`,
  values: [name.split(' ').map(soundOf), base.principals],
})
const byPhone = (typed: string): Look => {
  const digits = typed.replace(/\D/g, '')
  return digits.length >= 10 ? ranges(['phone'], digits.slice(-10)) : digitsInside(digits)
}

/** What people remember of somebody: a word of the name and the end of the number. */
function wordAndOwnDigits(): string {
  for (let tries = 0; tries < 1_000; tries++) {
    const { name = '', phone = '' } = called[Math.floor(random() * called.length)] ?? {}
    const word = aWordIn(name, 4)
    if (word !== null) return `${word} ${phone.slice(-4)}`
  }
  return 'ромашка 0000'
}
/** The same of a caller who is not there yet. */
const wordAndOthersDigits = () => `${wordOf(4)} ${pick(phones).slice(-4)}`

/** Who has a phone with the digits in it and is, or works with, somebody whose name has a word that begins so. */
const wordAndDigits = (typed: string): Look => {
  const [word = '', digits = ''] = typed.split(' ')
  return {
    name: 'word and digits',
    text: `with found as materialized (
        select p.owner_id, p.client_id from (${[2, 3, 4, 5, 6, 7]
          .map(
            place => `(select owner_id, client_id from identity where kind = 'phone' and substr(value, ${place}) >= $1
              and substr(value, ${place}) < $2 and owner_key = any($3) limit 300)`,
          )
          .join(' union all ')}) p
        cross join lateral (
          select from identity n
          where coalesce(n.client_id, n.owner_id) = coalesce(p.client_id, p.owner_id) and n.main
            and n.kind in ('name', 'text', 'site') and n.owner_key = any($3) and ' ' || n.value like $4
          limit 1
        ) n
        limit 60) ${shown}`,
    values: [digits, `${digits}\u{10FFFF}`, base.principals, `% ${word}%`],
  }
}

/** What people type, and the plain look-up for it. */
const kinds: Record<string, { text: () => string; look: (typed: string) => Look }> = {
  'a word of a name': { text: () => wordOf(4), look: typed => ranges(['name'], typed) },
  'part of a name': {
    text: () => (random() < 0.5 ? wordOf(5).slice(0, 3) : cut(wordOf(7).slice(1), 4)),
    look: wordsInside,
  },
  'full name, any order': {
    text: () =>
      fullName()
        .split(' ')
        .toSorted(() => random() - 0.5)
        .join(' '),
    look: typed => ranges(['name'], typed),
  },
  phone: {
    text: () => {
      const phone = pick(phones)
      return random() < 0.4
        ? written(phone)
        : random() < 0.5
          ? phone.slice(-4)
          : cut(phone, 5 + Math.floor(random() * 3))
    },
    look: byPhone,
  },
  INN: {
    text: () => (random() < 0.5 ? pick(inns) : pick(inns).slice(0, 6)),
    look: typed => ranges(['inn', 'phone'], typed),
  },
  mail: {
    text: () => (random() < 0.5 ? pick(emails) : cut(pick(emails), 7)),
    look: typed => ranges(['email', 'site'], typed),
  },
  'name and phone': { text: wordAndOwnDigits, look: wordAndDigits },
  typo: { text: () => withTypos(random() < 0.3 ? wordOf(5) : fullName(), 1, dice) ?? 'ивнов', look: nearWords },
  'wrong layout': {
    text: () => layoutSwap(random() < 0.5 ? wordOf(4) : fullName()) ?? '',
    look: typed => ranges(['name'], layoutSwap(typed) ?? typed),
  },
  'Latin letters': { text: () => inLatin(random() < 0.5 ? wordOf(4) : fullName(), dice), look: soundingWords },
  'common fragment': {
    text: () => pick(['иван', 'ооо', 'ооо строй', 'сергей', 'алекс', 'иванов', '+7', '9161', 'mail', 'ов']),
    look: typed => ranges(['name'], typed),
  },
  nothing: {
    text: () =>
      random() < 0.5
        ? wordAndOthersDigits()
        : `ъщ${cut('хыюзжцфэ', 3)}${random() < 0.5 ? Math.floor(random() * 1e6) : cut('хыюзжцфэ', 3)}`,
    look: typed => (typed.startsWith('ъщ') ? ranges(['name'], typed) : wordAndDigits(typed)),
  },
}
/** The dearest of those that find nothing: everybody with such a name and everybody with such a number is gone through. */
const dearest: typeof kinds = {
  "of nothing: a name and another's phone": { text: wordAndOthersDigits, look: wordAndDigits },
}

const plain = async (look: Look) => {
  await base.sql.query(look)
}
const ask = (typed: string) => get(`/api/v1/search?limit=12&q=${encodeURIComponent(typed)}`)

// A node that has served the morning's questions: its code is compiled, the statements of its connections are planned.
for (const { text } of Object.values(kinds)) await measure(4, Array.from({ length: 2 * WARM }, text), ask)

const rows: Record<string, string | number>[] = []
for (const users of [1, 16]) {
  for (const [kind, { text, look }] of Object.entries({ ...kinds, ...dearest })) {
    const inputs = Array.from({ length: requests }, text)
    const warm = Array.from({ length: WARM }, text)
    await measure(users, warm, ask)
    await measure(users, warm.map(look), plain)
    rows.push(rowOf(kind, users, await measure(users, inputs, ask), await measure(users, inputs.map(look), plain)))
  }
  const mixed = Array.from({ length: requests * 3 }, () => {
    const kind = kinds[pick(Object.keys(kinds))]
    const typed = kind?.text() ?? ''
    return { typed, look: kind?.look(typed) }
  })
  const looks = mixed.flatMap(({ look }) => look ?? [])
  const asked = await measure(users, mixed, ({ typed }) => ask(typed))
  const beside = await measure(users, looks, plain)
  rows.push(rowOf('all kinds mixed', users, asked, beside))
  console.log(
    `${users} at once: ${Math.round(asked.perSecond)} searches a second, hand-written SQL ${Math.round(beside.perSecond)}`,
  )
}
print(rows)
const { rows: backend } = await base.sql.query<{ pid: number }>('select pg_backend_pid() as pid')
const memory = memoryOf(base.serverPid, backend[0]?.pid ?? 0)
if (memory !== null) {
  console.log(`Memory: server ${memory.server.toFixed(0)} MB, database ${memory.database.toFixed(0)} MB with its cache`)
}
close()
await base.close()
