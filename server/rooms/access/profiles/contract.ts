import { z } from 'zod'
import { byId, endpoint, flag, id, instant, line, list, problem, record, version } from '../../../platform/contract.ts'
import { type Role, role } from '../contract.ts'

/** Every right of the product. Rights name what one may do at all; records carry `can`. */
export const RIGHTS = [
  'clients.create',
  'clients.archive',
  'clients.merge',
  'clients.grant',
  'clients.import',
  'clients.export',
  'interests.create',
  'activities.create',
  'contractor.override',
  'prospects.unlink',
  'history.restore',
  'losses.confirm',
  'work.hand_over',
  'absences.others',
  'duplicates.administer',
  'scenarios.administer',
  'directories.administer',
  'settings.administer',
  'users.administer',
  'sign_in.administer',
  'audit.read',
  'access.view_as',
] as const
export type Right = (typeof RIGHTS)[number]

/** How far a profile reaches: `below` is the department and everything below it. */
export const LEVELS = ['none', 'own', 'department', 'below', 'all'] as const
export type Level = (typeof LEVELS)[number]

export const KINDS = ['clients', 'interests', 'activities'] as const
export type Kind = (typeof KINDS)[number]

/** Fields that a profile may show or let change less of, each with the levels that make sense for it. */
export const FIELDS = {
  phone: ['edit', 'see', 'masked', 'hidden'],
  email: ['edit', 'see', 'masked', 'hidden'],
  requisites: ['edit', 'see', 'hidden'],
  revenue: ['edit', 'see', 'hidden'],
  responsible: ['edit', 'see'],
} as const
export type Field = keyof typeof FIELDS
export type FieldLevel = (typeof FIELDS)[Field][number]

const reach = z.strictObject({ clients: z.enum(LEVELS), interests: z.enum(LEVELS), activities: z.enum(LEVELS) })

/** What a profile lets its people see and do. */
export const grounds = z.strictObject({
  see: reach,
  /** Never further than what is seen. */
  edit: reach,
  /** Records without a responsible count as everybody's own. */
  unowned: z.boolean(),
  /** Clients that were opened to somebody are changed by that person too. */
  editOpened: z.boolean(),
  rights: z.array(z.enum(RIGHTS)).max(RIGHTS.length),
  /** Left out: everything. */
  fields: z.strictObject({
    phone: z.enum(FIELDS.phone).optional(),
    email: z.enum(FIELDS.email).optional(),
    requisites: z.enum(FIELDS.requisites).optional(),
    revenue: z.enum(FIELDS.revenue).optional(),
    responsible: z.enum(FIELDS.responsible).optional(),
  }),
})
export type Grounds = z.infer<typeof grounds>

export const profile = z.object({
  ...record,
  /** What it was made from: queues, confirmations and screens of the role. */
  role,
  /** Null: a shipped one, called as its role is called. */
  name: z.string().nullable(),
  grounds,
  /** As it ships. */
  untouched: z.boolean(),
  users: z.number().int(),
  archivedAt: instant.nullable(),
})
export type Profile = z.infer<typeof profile>

/** What somebody is given: a shipped profile by its role, or a copied one by its id; the role is then what that was made from. */
export const givenProfile = { role, profileId: id.nullable().default(null) }
export type GivenProfile = { role: Role; profileId: string | null }

export const profileNameTaken = problem('profile.name_taken', 409, {
  ru: 'Профиль с таким названием уже есть',
  en: 'A profile of this name exists',
})
export const profileFixed = problem('profile.fixed', 422, {
  ru: 'Профиль администратора не меняется: скопируйте его и измените копию',
  en: 'The profile of the administrator cannot change: copy it and change the copy',
})
export const profileInUse = problem(
  'profile.in_use',
  409,
  { ru: 'В профиле есть люди: сначала дайте им другой', en: 'The profile has people: give them another one first' },
  z.object({ users: z.number().int() }),
)

export const profileNamed = problem('profile.named_in_settings', 409, {
  ru: 'Профиль назван в настройках входа через другие службы: сначала выберите там другой',
  en: 'The settings of signing in through other services name this profile: choose another one there first',
})

const administers = { right: 'users.administer' } as const

export const listProfiles = endpoint({
  method: 'GET',
  path: '/api/v1/profiles',
  summary: 'Profiles of rights, the shipped ones first',
  query: z.object({ archived: flag.optional() }),
  result: list(profile),
})
export const getProfile = endpoint({
  method: 'GET',
  path: '/api/v1/profiles/:id',
  summary: 'One profile',
  params: byId,
  result: profile,
})
export const copyProfile = endpoint({
  method: 'POST',
  path: '/api/v1/profiles',
  summary: 'Copy a profile, to change the copy',
  access: administers,
  body: z.strictObject({ id, fromId: id, name: line(120), grounds: grounds.optional() }),
  result: profile,
  status: 201,
  problems: [profileNameTaken],
})
export const changeProfile = endpoint({
  method: 'PATCH',
  path: '/api/v1/profiles/:id',
  summary: 'Change a profile; `grounds: null` of a shipped one is what ships',
  access: administers,
  params: byId,
  body: z.strictObject({ version, name: line(120).optional(), grounds: grounds.nullish() }),
  result: profile,
  problems: [profileNameTaken, profileFixed],
})
export const archiveProfile = endpoint({
  method: 'POST',
  path: '/api/v1/profiles/:id/archive',
  summary: 'Archive a profile that nobody has',
  access: administers,
  params: byId,
  result: profile,
  problems: [profileInUse, profileNamed, profileFixed],
})
export const restoreProfile = endpoint({
  method: 'POST',
  path: '/api/v1/profiles/:id/restore',
  summary: 'Bring a profile back',
  access: administers,
  params: byId,
  result: profile,
  problems: [profileNameTaken],
})
