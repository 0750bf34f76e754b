import { openBase } from './prepared.ts'
import { chance, clientOf, measure, print, rowOf, WARM } from './measure.ts'

/** `npm run bench:search [-- clients interests requests]`: searches as a salesperson types them, beside plain SQL. */
const [clients = 100_000, interests = 300_000, requests = 400] = process.argv.slice(2).map(Number)
const base = await openBase(clients, interests)
const { get, close } = clientOf(base)
const random = chance(42)

const sample = async (text: string) => (await base.sql.query<{ value: string }>(text)).rows.map(row => row.value)
const names = await sample(`
  select value from identity tablesample system (2) where kind = 'name' and main and owner_key = any('{${base.principals.join(',')}}') limit 3000`)
const phones = await sample(`
  select value from identity tablesample system (2) where kind = 'phone' and length(value) = 10 and owner_key = any('{${base.principals.join(',')}}') limit 3000`)
const emails = await sample(`
  select value from identity tablesample system (2) where kind = 'email' and main and owner_key = any('{${base.principals.join(',')}}') limit 3000`)
const inns = await sample(`
  select value from identity tablesample system (2) where kind = 'inn' and owner_key = any('{${base.principals.join(',')}}') limit 3000`)
const numbers = await sample(`select number as value from interest tablesample system (2) limit 1000`)

const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
const wordOf = (length: number) => {
  for (let tries = 0; tries < 1_000; tries++) {
    const words = pick(names).split(' ')
    const word = words[Math.floor(random() * words.length)] ?? ''
    if (word.length >= length) return word
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

/** What people type, and the plain look-up that answers the same in the least that SQL needs. */
const kinds: Record<string, { text: () => string; sql?: string; values?: (text: string) => unknown[] }> = {
  'name, 3 letters': { text: () => wordOf(5).slice(0, 3) },
  'name, whole word': { text: () => wordOf(4) },
  'name, part of a word': { text: () => cut(wordOf(7).slice(1), 4) },
  'full name, any order': {
    text: () =>
      pick(names)
        .split(' ')
        .toSorted(() => random() - 0.5)
        .join(' '),
  },
  'common word': { text: () => pick(['иван', 'ооо', 'ооо строй', 'сергей', 'алекс', 'иванов', '+7', '9161']) },
  'phone, whole': { text: () => written(pick(phones)) },
  'phone, last 4': { text: () => pick(phones).slice(-4) },
  'phone, 5–7 digits': { text: () => cut(pick(phones), 5 + Math.floor(random() * 3)) },
  INN: { text: () => (random() < 0.5 ? pick(inns) : pick(inns).slice(0, 6)) },
  mail: { text: () => (random() < 0.5 ? pick(emails) : cut(pick(emails), 7)) },
  'name and phone': { text: () => `${wordOf(4)} ${pick(phones).slice(-4)}` },
  'number of an Interest': { text: () => pick(numbers) },
  nothing: { text: () => `ъщ${cut('хыюзжцфэ', 3)}${Math.floor(random() * 1e6)}` },
}

const SQL = `
  select i.owner_id, c.id, c.name, c.open_interests, u.name as responsible
  from (
    select distinct owner_id, client_id from (
      select owner_id, client_id from identity
      where kind = any($1) and value >= $2 and value < $3 and owner_key = any($4) limit 60
    ) found limit 20
  ) i
  left join client c on c.id = i.client_id
  left join app_user u on u.id = c.responsible_id`
const plain = async (text: string) => {
  const digits = text.replace(/\D/g, '')
  const isNumber = digits.length >= 4 && !/\p{L}/u.test(text)
  const value = isNumber ? digits.slice(-10) : (text.toLowerCase().split(' ')[0] ?? '')
  await base.sql.query({
    name: 'plain',
    text: SQL,
    values: [isNumber ? ['phone', 'inn'] : ['name', 'email'], value, `${value}\u{10FFFF}`, base.principals],
  })
}

const rows = []
for (const users of [1, 16]) {
  for (const [kind, { text }] of Object.entries(kinds)) {
    const inputs = Array.from({ length: requests }, text)
    const ask = (input: string) => get(`/api/v1/search?limit=12&q=${encodeURIComponent(input)}`)
    const warm = Array.from({ length: WARM }, text)
    await measure(users, warm, ask)
    await measure(users, warm, plain)
    rows.push(rowOf(kind, users, await measure(users, inputs, ask), await measure(users, inputs, plain)))
  }
  const mixed = Array.from({ length: requests * 3 }, () => kinds[pick(Object.keys(kinds))]?.text() ?? '')
  rows.push(
    rowOf(
      'all kinds mixed',
      users,
      await measure(users, mixed, input => get(`/api/v1/search?limit=12&q=${encodeURIComponent(input)}`)),
      await measure(users, mixed, plain),
    ),
  )
}
print(rows)
close()
await base.close()
