import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripLegalForms } from '../../server/platform/pure/legal-forms.ts'
import { nameWords, personKey } from '../../server/platform/pure/names.ts'
import { digitsOf, readPhone } from '../../server/platform/pure/phones.ts'
import type { IntakeFields } from '../../server/rooms/registration/intake/contract.ts'

export interface Sample {
  kind: string
  text: string
  expected: {
    name?: string
    company?: string
    phones?: string[]
    emails?: string[]
    inn?: string
    kpp?: string
    ogrn?: string
    sites?: string[]
    position?: string
    address?: string
    /** A piece that the request must hold. */
    need?: string
  }
}

export const fields = ['phone', 'email', 'inn', 'name', 'company', 'kpp', 'ogrn', 'site', 'position', 'need'] as const
export type Field = (typeof fields)[number]

/** What the held-out part has to reach; the others are told only. */
export const goals: Partial<Record<Field, number>> = { phone: 0.95, email: 0.95, inn: 0.95, name: 0.85, company: 0.85 }

export function readCorpus(): { tuned: Sample[]; heldOut: Sample[] } {
  const samples = readFileSync(join(import.meta.dirname, 'corpus.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Sample)
  return { tuned: samples.filter(each => !isHeldOut(each.text)), heldOut: samples.filter(each => isHeldOut(each.text)) }
}

/** A third, by the text itself: a line that is added or moved changes no other's place. */
function isHeldOut(text: string): boolean {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0
  return hash % 3 === 0
}

export interface Tally {
  right: number
  /** Told, and not so. */
  wrong: number
  missed: number
}

export interface Miss {
  field: Field
  sample: Sample
  told: string[]
  expected: string[]
}

/** Compares what was read with what was expected, field by field. */
export function judge(
  samples: readonly Sample[],
  read: (text: string) => IntakeFields,
): { tallies: Map<Field, Tally>; misses: Miss[] } {
  const tallies = new Map<Field, Tally>(fields.map(field => [field, { right: 0, wrong: 0, missed: 0 }]))
  const misses: Miss[] = []
  for (const sample of samples) {
    const told = read(sample.text)
    for (const field of fields) {
      if (field === 'position' && sample.expected.position === undefined) continue
      const [got, wanted] = [toldOf(told, field), expectedOf(sample, field)]
      const same = sameness[field]
      const left = [...wanted]
      const tally = tallies.get(field) as Tally
      let wrong = 0
      for (const value of got) {
        const at = left.findIndex(each => same(value, each))
        if (at < 0) wrong += 1
        else left.splice(at, 1)
      }
      tally.right += got.length - wrong
      // A request is free speech: only whether what was asked for is there is counted.
      tally.wrong += field === 'need' && wanted.length === 0 ? 0 : wrong
      tally.missed += left.length
      if (left.length > 0 || (wrong > 0 && !(field === 'need' && wanted.length === 0)))
        misses.push({ field, sample, told: got, expected: wanted })
    }
  }
  return { tallies, misses }
}

export function precisionOf({ right, wrong }: Tally): number {
  return right + wrong === 0 ? 1 : right / (right + wrong)
}

export function recallOf({ right, missed }: Tally): number {
  return right + missed === 0 ? 1 : right / (right + missed)
}

const listed = (value: string | null | undefined) => (value === null || value === undefined ? [] : [value])

function toldOf(told: IntakeFields, field: Field): string[] {
  switch (field) {
    case 'phone':
      return told.phones
    case 'email':
      return told.emails
    case 'site':
      return told.sites
    case 'name':
      return listed(told.fullName)
    default:
      return listed(told[field])
  }
}

function expectedOf({ expected }: Sample, field: Field): string[] {
  switch (field) {
    case 'phone':
      return expected.phones ?? []
    case 'email':
      return expected.emails ?? []
    case 'site':
      return expected.sites ?? []
    default:
      return listed(expected[field])
  }
}

const equal = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()
const phoneOf = (text: string) => {
  const phone = readPhone(text)
  return `${phone.e164 ?? digitsOf(text)} ${phone.e164 === null ? '' : (phone.extension ?? '')}`
}

const sameness: Record<Field, (told: string, expected: string) => boolean> = {
  phone: (a, b) => phoneOf(a) === phoneOf(b),
  email: equal,
  site: equal,
  inn: equal,
  kpp: equal,
  ogrn: equal,
  name: (a, b) => personKey(a) === personKey(b),
  company: isSameCompany,
  position: (a, b) => isWithin(nameWords(a), nameWords(b)) || isWithin(nameWords(b), nameWords(a)),
  need: (a, b) => a.replace(/\s+/g, ' ').toLowerCase().includes(b.toLowerCase()),
}

const isWithin = (words: readonly string[], whole: readonly string[]) =>
  words.length > 0 && words.every(word => whole.includes(word))

/** Words that say what a company is and not which one; «клуб «Барс»» and «Барс» are found by the same name. */
const kinds =
  /^(?:компани|фирм|магазин|завод|кафе|ресторан|клуб|клиник|салон|гостиниц|отел|студи|фабрик|групп|сет|школ|детск|сад|центр|агентств|турагентств|интернет|автосервис|институт|аптек|пекарн|бригад|команд|ук$|ск$|гк$|тд$|ооо$|красот|юрфирм|дизайн$|интерьер)/u

function isSameCompany(told: string, expected: string): boolean {
  const core = (text: string) => {
    const words = stripLegalForms(nameWords(text))
    const named = words.filter(word => !kinds.test(word))
    return (named.length > 0 ? named : words).sort().join(' ')
  }
  if (core(told) === core(expected)) return true
  // the name in quotes is the name
  const quoted = /["«](.+)["»]/.exec(expected)?.[1]
  return (
    quoted !== undefined &&
    isWithin(nameWords(quoted), nameWords(told)) &&
    isWithin(
      nameWords(told).filter(word => !kinds.test(word)),
      nameWords(expected),
    )
  )
}
