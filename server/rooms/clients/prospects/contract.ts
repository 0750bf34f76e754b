import { z } from 'zod'
import { partyMerged } from '../merging/contract.ts'
import {
  byId,
  endpoint,
  flag,
  id,
  instant,
  line,
  list,
  paging,
  personRef,
  problem,
  record,
  text,
  version,
  warning,
} from '../../../platform/contract.ts'
import { mayTell, ofField } from '../../../platform/pure/field-marks.ts'
import { mergedFrom } from '../contacts/contract.ts'
import { clientArchived, notDuplicateOf, onSimilar, similarFound } from '../duplicates/contract.ts'

// ---- problems ----
export const prospectLinked = problem('prospect.linked', 409, {
  ru: 'Потенциальный клиент уже связан',
  en: 'The prospect is already linked',
})
export const prospectNotLinked = problem('prospect.not_linked', 409, {
  ru: 'Потенциальный клиент не связан с клиентом',
  en: 'The prospect is not linked',
})
export const unlinkRefused = problem(
  'prospect.unlink_refused',
  409,
  {
    ru: 'Связь нельзя отменить: состояния Интересов требуют клиента',
    en: 'The link cannot be undone: states of Interests demand a client',
  },
  z.object({ interests: z.array(z.object({ id, number: z.string(), subject: z.string(), state: z.string() })) }),
)

// ---- prospects ----
const oneOfFour = {
  params: {
    code: 'one_of_four',
    texts: {
      ru: 'Заполните хотя бы одно: ФИО, компанию, почту или телефон',
      en: 'Fill in at least one: full name, company, e-mail or phone',
    },
  },
  // Whatever else is wrong with it.
  when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null,
}
const prospectFields = {
  fullName: line(200).optional(),
  company: line(300).optional(),
  email: ofField('email', line(200).optional()),
  phone: ofField('phone', line(200).optional()),
}
export const prospectInput = z
  .strictObject({ id: id.optional(), ...prospectFields, notDuplicateOf })
  .refine(p => p.fullName ?? p.company ?? p.email ?? p.phone, oneOfFour)
export type ProspectInput = z.infer<typeof prospectInput>

export const prospect = z.object({
  ...record,
  fullName: z.string().nullable(),
  company: z.string().nullable(),
  email: ofField('email', z.string().nullable()),
  phone: ofField('phone', z.string().nullable()),
  comment: z.string().nullable(),
  responsible: personRef.nullable(),
  client: z.object({ id, name: z.string(), walled: z.boolean() }).nullable(),
  contact: z.object({ id, fullName: z.string() }).nullable(),
  linkedAt: instant.nullable(),
  linkedBy: personRef.nullable(),
  archivedAt: instant.nullable(),
  /** Registered clients that look like this prospect, best first; empty once linked. */
  suggestions: z.array(
    z.object({ clientId: id, contactId: id.nullable(), title: mayTell(z.string()), reasons: z.array(z.string()) }),
  ),
  warnings: z.array(warning).optional(),
  ...mergedFrom,
})
export type Prospect = z.infer<typeof prospect>
export const createProspect = endpoint({
  method: 'POST',
  path: '/api/v1/prospects',
  summary: 'Register a prospect; any one of the four suffices',
  access: { right: 'clients.create' },
  body: z
    .strictObject({
      id,
      ...prospectFields,
      responsibleId: ofField('responsible', id.optional()),
      onSimilar,
      notDuplicateOf,
    })
    .refine(p => p.fullName ?? p.company ?? p.email ?? p.phone, oneOfFour),
  result: prospect,
  status: 201,
  problems: [...partyMerged, similarFound],
})
export const getProspect = endpoint({
  method: 'GET',
  path: '/api/v1/prospects/:id',
  summary: 'One prospect, with the clients that look like it',
  params: byId,
  result: prospect,
})
export const changeProspect = endpoint({
  method: 'PATCH',
  path: '/api/v1/prospects/:id',
  summary: 'Change a prospect',
  params: byId,
  body: z.strictObject({
    version,
    fullName: line(200).nullish(),
    company: line(300).nullish(),
    email: ofField('email', line(200).nullish()),
    phone: ofField('phone', line(200).nullish()),
    comment: text(5_000).nullish(),
    responsibleId: ofField('responsible', id.nullish()),
  }),
  result: prospect,
  problems: partyMerged,
})
export const listProspects = endpoint({
  method: 'GET',
  path: '/api/v1/prospects',
  summary: 'Prospects in scope, newest first',
  query: z.object({
    ...paging,
    q: z.string().max(300).optional(),
    linked: flag.optional(),
    archived: flag.optional(),
    responsibleId: id.optional(),
  }),
  result: list(prospect.omit({ suggestions: true })),
})
export const archiveProspect = endpoint({
  method: 'POST',
  path: '/api/v1/prospects/:id/archive',
  summary: 'Archive a prospect',
  access: { right: 'clients.archive' },
  params: byId,
  result: prospect,
  problems: partyMerged,
})
export const restoreProspect = endpoint({
  method: 'POST',
  path: '/api/v1/prospects/:id/restore',
  summary: 'Bring a prospect back',
  access: { right: 'clients.archive' },
  params: byId,
  result: prospect,
  problems: partyMerged,
})
/** What a link moved: the Interests carry their new version. */
export const linked = prospect.extend({
  interests: z.array(z.object({ id, number: z.string(), version })),
})
export const linkProspect = endpoint({
  method: 'PUT',
  path: '/api/v1/prospects/:id/client',
  summary: 'Link the prospect to a client: all its Interests follow',
  params: byId,
  body: z.strictObject({ clientId: id, contactId: id.optional() }),
  result: linked,
  problems: [...partyMerged, prospectLinked, clientArchived],
})
export const unlinkProspect = endpoint({
  method: 'DELETE',
  path: '/api/v1/prospects/:id/client',
  summary: 'Undo the link: empties exactly what it filled',
  access: { right: 'prospects.unlink' },
  params: byId,
  result: linked,
  problems: [...partyMerged, prospectNotLinked, unlinkRefused],
})
export const dismissSuggestion = endpoint({
  method: 'POST',
  path: '/api/v1/prospects/:id/not-client',
  summary: 'This prospect is not that client: remembered for everybody',
  params: byId,
  body: z.strictObject({ clientId: id }),
  result: prospect,
  problems: partyMerged,
})
