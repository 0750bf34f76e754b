import type { Email } from '../../../platform/pure/emails.ts'
import type { Phone } from '../../../platform/pure/phones.ts'
import { type Dice, Weighted } from './dice.ts'
import { type Person, transliterate } from './people.ts'
import type { Taken } from './taken.ts'
import type { Town } from './towns.ts'

/**
 * Phones and mails in the notations people really type. The reading is known here, so it is not read again (a test
 * holds both equal): reading three million numbers would take longer than making them. Only a hotline has many owners.
 */

type Notation = (national: string) => string

const mobileNotations = new Weighted<Notation>([
  [n => `+7 ${n.slice(0, 3)} ${n.slice(3, 6)}-${n.slice(6, 8)}-${n.slice(8)}`, 18],
  [n => `8 (${n.slice(0, 3)}) ${n.slice(3, 6)}-${n.slice(6, 8)}-${n.slice(8)}`, 20],
  [n => `+7${n}`, 16],
  [n => `8${n}`, 16],
  [n => n, 8],
  [n => `8-${n.slice(0, 3)}-${n.slice(3, 6)}-${n.slice(6, 8)}-${n.slice(8)}`, 9],
  [n => `+7(${n.slice(0, 3)})${n.slice(3)}`, 5],
  [n => `7${n}`, 3],
  [n => `8 ${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6)}`, 4],
  [n => `моб. 8 ${n.slice(0, 3)} ${n.slice(3, 6)} ${n.slice(6, 8)} ${n.slice(8)}`, 1],
])

const mobileCodes = (
  '901 902 903 904 905 906 908 909 910 911 912 913 914 915 916 917 918 919 920 921 922 923 924 925 926 927 928 929 930 ' +
  '931 932 937 938 950 951 952 953 960 961 962 963 964 965 966 967 968 977 978 980 981 982 983 984 985 987 988 989 991 995 996 999'
).split(' ')

export function aMobile(dice: Dice, taken: Taken): Phone {
  const national = taken.first(() => dice.pick(mobileCodes) + dice.digits(7))
  return phoneOf(mobileNotations.pick(dice)(national), national, 'mobile', null)
}

/** `8 (34260) 4-12-34`: the code of the town has three to five digits, together always ten. */
export function aLandline(dice: Dice, town: Town, taken: Taken): Phone {
  const national = taken.first(() => town.code + String(dice.between(2, 7)) + dice.digits(9 - town.code.length))
  const local = national.slice(town.code.length)
  const ending = `${local.slice(0, -4)}-${local.slice(-4, -2)}-${local.slice(-2)}`
  const notation = dice.next()
  const text =
    notation < 0.5
      ? `8 (${town.code}) ${ending}`
      : notation < 0.8
        ? `+7 (${town.code}) ${ending}`
        : notation < 0.92
          ? `8${national}`
          : `${town.code} ${ending}`
  if (!dice.chance(0.22)) return phoneOf(text, national, 'landline', null)
  const extension = String(dice.between(10, 999))
  const written = dice.next()
  const tail =
    written < 0.5
      ? ` доб. ${extension}`
      : written < 0.75
        ? ` (доб. ${extension})`
        : written < 0.9
          ? `, доб.${extension}`
          : ` вн. ${extension}`
  return phoneOf(text + tail, national, 'landline', extension)
}

/** One of a few hundred hotlines: many companies name the same one. */
export function aHotline(dice: Dice): Phone {
  const national = `800${String(2_000_000 + dice.below(300) * 7919).padStart(7, '0')}`
  return phoneOf(
    `8-${national.slice(0, 3)}-${national.slice(3, 6)}-${national.slice(6, 8)}-${national.slice(8)}`,
    national,
    'tollfree',
    null,
  )
}

const unreadable = ['спросить у секретаря', 'нет телефона', 'звонить после обеда', 'см. сайт', 'уточнить']

/** What an honest base also holds: a town number without its code, a number cut short, words. */
export function anUnreadablePhone(dice: Dice): Phone {
  const kind = dice.next()
  const raw =
    kind < 0.5
      ? `${dice.between(200, 799)}-${dice.digits(2)}-${dice.digits(2)}`
      : kind < 0.8
        ? `8 ${dice.pick(mobileCodes)} ${dice.digits(5)}`
        : dice.pick(unreadable)
  return { raw, e164: null, extension: null, kind: 'unknown', valid: false, national: null }
}

function phoneOf(raw: string, national: string, kind: Phone['kind'], extension: string | null): Phone {
  return { raw, e164: `+7${national}`, extension, kind, valid: true, national }
}

const mailboxes = new Weighted<string>([
  ['mail.ru', 34],
  ['yandex.ru', 26],
  ['gmail.com', 16],
  ['bk.ru', 6],
  ['inbox.ru', 5],
  ['list.ru', 5],
  ['rambler.ru', 3],
  ['ya.ru', 5],
])
const officeBoxes = new Weighted<string>([
  ['info', 40],
  ['office', 14],
  ['zakaz', 14],
  ['mail', 10],
  ['sales', 9],
  ['snab', 7],
  ['buh', 6],
])

export function aPersonalEmail(dice: Dice, person: Person, taken: Taken): Email {
  const surname = transliterate(person.surname)
  const name = transliterate(person.name)
  const address = taken.first(attempt => {
    const forms = [
      `${surname}.${name}`,
      `${name}.${surname}`,
      `${surname}_${name[0] ?? ''}`,
      `${name[0] ?? ''}${surname}`,
      `${surname}${dice.between(60, 99)}`,
      `${name}-${surname}${dice.between(1, 99)}`,
    ]
    const number = attempt > 3 ? dice.between(1, 1_000_000) : dice.chance(0.5) ? dice.between(1, 2020) : ''
    return `${dice.pick(forms)}${number}@${mailboxes.pick(dice)}`
  })
  return emailOf(dice, address)
}

export function anOfficeEmail(dice: Dice, domain: string, taken: Taken): Email {
  return emailOf(
    dice,
    taken.first(attempt => `${officeBoxes.pick(dice)}${attempt > 3 ? attempt : ''}@${domain}`),
  )
}

export function aWorkEmail(dice: Dice, person: Person, domain: string, taken: Taken): Email {
  const surname = transliterate(person.surname)
  const initial = transliterate(person.name)[0] ?? ''
  const address = taken.first(attempt => {
    const box = dice.chance(0.5) ? `${initial}.${surname}` : surname
    return `${box}${attempt > 1 ? attempt : ''}@${domain}`
  })
  return emailOf(dice, address)
}

function emailOf(dice: Dice, address: string): Email {
  const written = dice.next()
  if (written < 0.9) return { raw: address, normalized: address, valid: true }
  if (written < 0.97) {
    const raw = address.slice(0, 1).toUpperCase() + address.slice(1)
    return { raw, normalized: address, valid: true }
  }
  if (written < 0.99) return { raw: `${address.toUpperCase()}`, normalized: address, valid: true }
  const broken = address.replace('@', ' собака ')
  return { raw: broken, normalized: broken, valid: false }
}
