import { writeFileSync } from 'node:fs'
import { Dice } from '../../server/app/demo/generate/dice.ts'
import { generateClients } from '../../server/app/demo/generate/generators.ts'
import type { DemoClient, DemoContact } from '../../server/app/demo/generate/records.ts'
import { Taken } from '../../server/app/demo/generate/taken.ts'
import { nameOrders, significantWords } from '../../server/rooms/clients/identity/rules.ts'
import { SEED } from '../prepared.ts'
import { type Asked, corpusFile, fragments, kinds, type Kind } from './corpus.ts'
import { inLatin, onOtherLayout, spoilAddress, withLookAlikes, withTypos } from './slips.ts'

/**
 * `node bench/search-quality/make.ts` writes the corpus anew: questions about the first clients of the made-up base,
 * which are the same at any size of it.
 */
const CLIENTS = 18_000
const EACH = 50

const now = new Date(Date.UTC(2026, 10, 1))
const nobody = {
  users: [{ id: '' }],
  serviceTypes: [],
  scenarios: [],
  channels: [],
  sources: [],
  lossReasons: [],
  interactionKinds: [],
}
const size = { clients: CLIENTS, interests: 0, seed: SEED, earlier: 0 }
const clients = [...generateClients({ ...nobody, ...size, now, timeZone: 'Europe/Moscow' }, new Taken())]

/** Somebody who is looked for: by a number that only this record has. */
interface Target {
  name: string
  isPerson: boolean
  email: string | null
  nick: string | null
  expected: Pick<Asked, 'by' | 'value'>
  client: DemoClient
}

const phoneOf = (holder: Pick<DemoContact, 'phones'>) =>
  holder.phones.find(phone => phone.kind === 'mobile' && phone.national !== null)?.national ?? null
const emailOf = (holder: Pick<DemoContact, 'emails'>) => holder.emails.find(email => email.valid)?.normalized ?? null

function targetsOf(client: DemoClient): Target[] {
  if (client.mayBeArchived) return []
  const inn = client.contractors.find(each => each.main)?.inn ?? null
  const phone = phoneOf(client)
  const own: Target['expected'] | null =
    inn !== null && client.contractors.length === 1
      ? { by: 'inn', value: inn }
      : phone === null
        ? null
        : { by: 'phone', value: phone }
  const nick = client.messengers.find(each => /^@?[a-z_./]+$/.test(each))?.replace(/^@/, '') ?? null
  const targets: Target[] = []
  const isPerson = client.kind !== 'organisation'
  if (own !== null) targets.push({ name: client.name, isPerson, email: emailOf(client), nick, expected: own, client })
  for (const contact of client.contacts) {
    const number = phoneOf(contact)
    if (number === null) continue
    const expected: Target['expected'] = { by: 'phone', value: number }
    targets.push({ name: contact.fullName, isPerson: true, email: emailOf(contact), nick: null, expected, client })
  }
  return targets
}

const words = (target: Target) => significantWords(target.name)
const sameName = (target: Target): Pick<Asked, 'same' | 'values'> => {
  const all = words(target)
  return { same: 'name', values: target.isPerson ? nameOrders(all) : [all.join(' ')] }
}
const sameMail = (email: string): Pick<Asked, 'same' | 'values'> => ({ same: 'email', values: [email] })
type Question = Pick<Asked, 'typed' | 'same' | 'values'> | null

const isFull = (target: Target) =>
  target.isPerson && words(target).length === 3 && words(target).every(word => word.length > 2)
/** A company whose name says more than one of the words that thousands bear. */
const isTelling = (target: Target) => !target.isPerson && words(target).join('').length >= 9

const named = (target: Target, typed: string | null): Question =>
  typed === null ? null : { typed, ...sameName(target) }
/** Many bear one name in a large base: some people add what they know of the number, and mean one record then. */
const numbered = (question: Question, target: Target, dice: Dice): Question => {
  const { by, value } = target.expected
  if (question === null || question.same !== 'name' || !dice.chance(0.4)) return question
  return {
    typed: `${question.typed} ${by === 'phone' ? value.slice(-4) : value.slice(0, 7)}`,
    same: by,
    values: [value],
  }
}
const notation = (phone: string, dice: Dice) =>
  dice.pick([
    `8 (${phone.slice(0, 3)}) ${phone.slice(3, 6)}-${phone.slice(6, 8)}-${phone.slice(8)}`,
    `+7${phone}`,
    phone,
    `8${phone}`,
  ])

const questions: Record<Kind, (target: Target, dice: Dice) => Question> = {
  exact(target, dice) {
    const { by, value } = target.expected
    const way = dice.next()
    if (way < 0.35) return { typed: by === 'phone' ? notation(value, dice) : value, same: by, values: [value] }
    if (way < 0.6) return target.email === null ? null : { typed: target.email, ...sameMail(target.email) }
    return isFull(target) ? named(target, dice.chance(0.5) ? target.name : words(target).toReversed().join(' ')) : null
  },
  fragments(target, dice) {
    const { by, value } = target.expected
    const way = dice.next()
    if (way < 0.3) {
      const typed = by === 'phone' ? value.slice(-7) : value.slice(0, 9)
      return { typed, same: by, values: [by === 'phone' ? `%${typed}` : `${typed}%`] }
    }
    if (way < 0.55) {
      if (target.email === null) return null
      const typed = target.email.slice(dice.below(3), -dice.between(2, 5))
      return typed.length < 9 ? null : { typed, same: 'email', values: [`%${typed}%`] }
    }
    if (!isFull(target)) return null
    if (way < 0.75 && by === 'phone') {
      return { typed: `${words(target)[dice.below(2)] ?? ''} ${value.slice(-4)}`, same: by, values: [value] }
    }
    return {
      typed: words(target)
        .map(word => word.slice(0, dice.between(4, 6)))
        .join(' '),
      ...sameName(target),
    }
  },
  'Latin layout': (target, dice) =>
    isFull(target) || isTelling(target)
      ? named(target, onOtherLayout(dice.chance(0.8) ? words(target).join(' ') : target.name.toLowerCase()))
      : null,
  'Russian layout': target =>
    target.email === null ? null : { typed: onOtherLayout(target.email), ...sameMail(target.email) },
  'Latin letters': (target, dice) =>
    isFull(target) || isTelling(target) ? named(target, inLatin(words(target).join(' '), dice)) : null,
  'letters that look alike': (target, dice) =>
    isFull(target) || isTelling(target) ? named(target, withLookAlikes(words(target).join(' '), dice)) : null,
  'one typo': (target, dice) =>
    isFull(target) || isTelling(target) ? named(target, withTypos(words(target).join(' '), 1, dice)) : null,
  'two typos': (target, dice) =>
    isFull(target) || isTelling(target) ? named(target, withTypos(words(target).join(' '), 2, dice)) : null,
  'joined words'(target, dice) {
    const [first = '', second = '', third] = words(target)
    if (first.length < 3 || second.length < 3 || !(isFull(target) || isTelling(target))) return null
    const isFirst = third === undefined || dice.chance(0.7)
    return named(target, isFirst ? [first + second, third ?? ''].join(' ').trim() : [first, second + third].join(' '))
  },
  'split words'(target, dice) {
    const all = words(target)
    if (!isTelling(target) || all.length !== 1) return null
    const parts = /^\p{Lu}/u.test(target.name.replace(/^.*[«"„ ]/u, '')) ? splitOf(all[0] ?? '') : null
    return parts === null ? null : named(target, dice.chance(0.3) ? parts.join('-') : parts.join(' '))
  },
  'signs and legal forms'(target, dice) {
    const all = words(target)
    if (!isFull(target) && !isTelling(target)) return null
    const text = all.join(' ')
    const written = dice.pick([
      `${text.toUpperCase()}`,
      text.replaceAll('е', 'ё'),
      all.join('-'),
      `"${text}"`,
      ...(target.isPerson
        ? [`ИП ${text}`, `индивидуальный предприниматель ${text}`, `${all[0]}, ${all.slice(1).join(' ')}`]
        : [`ЗАО «${text}»`, `общество с ограниченной ответственностью "${text}"`, `${text}, ООО`, `OOO ${text}`]),
    ])
    return named(target, written)
  },
  'mails and nicknames'(target, dice) {
    const address = target.nick !== null && dice.chance(0.7) ? target.nick : target.email
    if (address === null) return null
    const typed = spoilAddress(address, dice)
    const spoilt = target.nick === address ? `@${typed}` : typed
    return typed === address
      ? null
      : { typed: spoilt, same: target.nick === address ? 'messenger' : 'email', values: [address] }
  },
}

const stems =
  /^(урал|сиб|волга|дон|балт|нева|кама|русь|рос|евро|азия|транс|пром|спец|тех|интер|гео|эко|агро|энерго|сев|юг|черно)(.{4,})$/u
function splitOf(word: string): string[] | null {
  const found = stems.exec(word)
  return found?.[1] && found[2] ? [found[1], found[2]] : null
}

const lines: string[] = []
for (const [place, kind] of [...fragments, ...kinds].entries()) {
  const dice = new Dice(SEED, 900, place)
  const seen = new Set<string>()
  for (let found = 0; found < EACH; ) {
    const targets = targetsOf(dice.pick(clients))
    const target = targets[dice.below(Math.max(1, targets.length))]
    const plain = target === undefined ? null : questions[kind](target, dice)
    const question = target === undefined ? null : numbered(plain, target, dice)
    if (target === undefined || question === null || seen.has(question.typed)) continue
    seen.add(question.typed)
    const { by, value } = target.expected
    lines.push([kind, question.typed, by, value, question.same, question.values.join('|')].join('\t'))
    found++
  }
}
writeFileSync(corpusFile, `${lines.join('\n')}\n`)
console.log(`${lines.length} questions`)
