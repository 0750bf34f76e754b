import { nameKey } from '../../../platform/pure/names.ts'
import { type Probe, probeEmails, probeName, probePhones, probesOf } from '../duplicates/rules.ts'
import { type Identifier, identifyProspect } from '../identity/rules.ts'
import { type Fault, type Finding, readEmails, readPhones, unreadableEmail, unreadablePhone } from '../rules.ts'

/** The four things of which any one makes a prospect. */
export interface ProspectFields {
  fullName: string | null
  company: string | null
  email: string | null
  phone: string | null
}

/** The fields as stored: what was not typed is null. */
export function prepareProspect(typed: {
  fullName?: string | null
  company?: string | null
  email?: string | null
  phone?: string | null
}): ProspectFields {
  return {
    fullName: typed.fullName ?? null,
    company: typed.company ?? null,
    email: typed.email ?? null,
    phone: typed.phone ?? null,
  }
}

/** A prospect without any of the four could never be found again. */
export function decideProspectFaults(fields: ProspectFields): Fault[] {
  if (fields.fullName ?? fields.company ?? fields.email ?? fields.phone) return []
  const texts = {
    ru: 'Заполните хотя бы одно: ФИО, компанию, почту или телефон',
    en: 'Fill in at least one: full name, company, e-mail or phone',
  }
  return [{ path: '', code: 'one_of_four', texts }]
}

/** What to call a prospect in a line. */
export function titleOf(fields: ProspectFields): string {
  return fields.fullName ?? fields.company ?? fields.email ?? fields.phone ?? ''
}

/** By what a list of prospects is ordered. */
export function prospectKey(fields: ProspectFields): string {
  return nameKey(titleOf(fields), fields.fullName === null ? 'organisation' : 'person')
}

/** By what a prospect could turn out to be known already. */
export function probeProspect(id: string, fields: ProspectFields, path = ''): Probe[] {
  return probesOf('prospect', path, id, [
    ...probePhones(readPhones(listOf(fields.phone)), () => `${path}phone`),
    ...probeEmails(readEmails(listOf(fields.email)), () => `${path}email`),
    ...probeName(fields.fullName, true, `${path}fullName`),
    ...probeName(fields.company, false, `${path}company`),
  ])
}

/** What of a prospect could not be read. */
export function findUnreadableOf(fields: ProspectFields, path = ''): Finding[] {
  return [
    ...readPhones(listOf(fields.phone)).flatMap(phone => (phone.valid ? [] : [unreadablePhone(`${path}phone`)])),
    ...readEmails(listOf(fields.email)).flatMap(mail => (mail.valid ? [] : [unreadableEmail(`${path}email`)])),
  ]
}

/** Everything by which a prospect is found. */
export function identifiersOfProspect(fields: ProspectFields): Identifier[] {
  return identifyProspect({
    fullName: fields.fullName,
    company: fields.company,
    phone: readPhones(listOf(fields.phone))[0] ?? null,
    email: readEmails(listOf(fields.email))[0] ?? null,
  })
}

function listOf(value: string | null): string[] {
  return value === null ? [] : [value]
}
