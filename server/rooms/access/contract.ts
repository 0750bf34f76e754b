import { z } from 'zod'
import {
  byId,
  currency,
  day,
  endpoint,
  flag,
  id,
  instant,
  language,
  line,
  list,
  paging,
  personRef,
  problem,
  record,
  timeZone,
  version,
} from '../../platform/contract.ts'

export const role = z.enum(['administrator', 'head', 'salesperson', 'marketer', 'observer'])
export type Role = z.infer<typeof role>
const email = z.email().max(200)
/** Length only, as current advice has it: no composition rules. */
const password = z.string().min(8).max(256)

// ---- problems ----
export const wrongCredentials = problem(
  'sign_in.refused',
  401,
  { ru: 'Почта или пароль не подходят', en: 'Wrong e-mail or password' },
  z.object({ attemptsLeft: z.number().int() }),
)
export const signInBlocked = problem(
  'sign_in.blocked',
  429,
  { ru: 'Слишком много попыток, подождите', en: 'Too many attempts, wait a little' },
  z.object({ seconds: z.number().int() }),
)
export const ldapUnreachable = problem('ldap.unreachable', 424, {
  ru: 'Служба каталогов не отвечает, поэтому проверить пароль нельзя. Попробуйте позже или скажите администратору',
  en: 'The staff directory does not answer, so the password cannot be checked. Try later or tell the administrator',
})
/** Password or link were right; the browser now holds a token that is good for the code and for nothing else. */
export const codeWanted = problem(
  'sign_in.code_wanted',
  401,
  { ru: 'Введите код из приложения', en: 'Enter the code of your app' },
  z.object({ expiresAt: instant, name: z.string() }),
)
export const linkSpent = problem('link.spent', 410, {
  ru: 'Ссылка уже использована или устарела',
  en: 'The link was used or has expired',
})
export const setUpClosed = problem('set_up.closed', 409, {
  ru: 'Первая настройка уже выполнена',
  en: 'Set-up has already been done',
})
export const emailTaken = problem('user.email_taken', 409, {
  ru: 'Пользователь с такой почтой уже есть',
  en: 'A user with this e-mail exists',
})
export const lastAdministrator = problem('user.last_administrator', 409, {
  ru: 'Это последний администратор',
  en: 'This is the last administrator',
})
export const wrongPassword = problem('password.wrong', 422, {
  ru: 'Текущий пароль не подходит',
  en: 'The present password is wrong',
})
export const departmentLoop = problem('department.loop', 422, {
  ru: 'Подразделение не может стоять внутри самого себя',
  en: 'A department cannot stand inside itself',
})
export const departmentInUse = problem(
  'department.in_use',
  409,
  { ru: 'В подразделении есть люди или подразделения', en: 'The department has people or departments in it' },
  z.object({ users: z.number(), departments: z.number() }),
)

// ---- sessions ----
export const me = z.object({
  user: z.object({
    id,
    name: z.string(),
    email: z.string(),
    role,
    departmentId: id.nullable(),
    language,
    timeZone: z.string().nullable(),
  }),
  company: z.object({ name: z.string(), timeZone: z.string(), currency: z.string() }),
  /** What this person may do at all; single records carry their own `can`. */
  can: z.record(z.string(), z.boolean()),
  /** Of which fields the profile shows or lets change less than everything; answers are made so already. */
  fields: z.record(z.string(), z.enum(['edit', 'see', 'masked', 'hidden'])),
  insecure: z.boolean(),
  demo: z.boolean(),
  secondFactor: z.object({ on: z.boolean(), due: z.boolean() }),
  /** Signs that a new password has at least. */
  passwordLength: z.number().int(),
  /** Who really looks, while that is through the eyes of the user above. */
  viewing: z.object({ by: personRef, until: instant }).nullable(),
})
export const signIn = endpoint({
  method: 'POST',
  path: '/api/v1/sign-in/password',
  summary: 'Sign in by e-mail and password',
  access: 'public',
  body: z.strictObject({ email: z.string().max(200), password: z.string().max(256) }),
  result: me,
  problems: [wrongCredentials, codeWanted, signInBlocked, ldapUnreachable],
})
export const signInByLink = endpoint({
  method: 'POST',
  path: '/api/v1/sign-in/link',
  summary: 'Sign in by a one-time link; a first password may be set in the same step',
  access: 'public',
  body: z.strictObject({ token: z.string().max(200), password: password.optional() }),
  result: me,
  problems: [linkSpent, codeWanted],
})
export const readMe = endpoint({
  method: 'GET',
  path: '/api/v1/session',
  summary: 'Who am I, and what may I do',
  result: me,
})
export const signOut = endpoint({
  method: 'DELETE',
  path: '/api/v1/session',
  own: true,
  summary: 'Sign out',
  result: z.undefined(),
  status: 204,
})
export const session = z.object({
  id,
  device: z.string(),
  address: z.string(),
  createdAt: instant,
  seenAt: instant,
  current: z.boolean(),
})
export const listSessions = endpoint({
  method: 'GET',
  path: '/api/v1/sessions',
  own: true,
  summary: 'My open sessions',
  result: list(session),
})
export const endSession = endpoint({
  method: 'DELETE',
  path: '/api/v1/sessions/:id',
  summary: 'End one of my sessions',
  params: byId,
  result: z.undefined(),
  status: 204,
})
export const changePassword = endpoint({
  method: 'PUT',
  path: '/api/v1/session/password',
  summary: 'Change my password; my other sessions end',
  body: z.strictObject({ current: z.string().max(256).optional(), password }),
  result: z.undefined(),
  status: 204,
  problems: [wrongPassword, signInBlocked],
})
export const changeMe = endpoint({
  method: 'PATCH',
  path: '/api/v1/session',
  summary: 'Change my name, language or time zone',
  body: z.strictObject({ name: line(120).optional(), language: language.optional(), timeZone: timeZone.nullish() }),
  result: me,
})

// ---- set-up ----
export const readSetUp = endpoint({
  method: 'GET',
  path: '/api/v1/setup',
  summary: 'Is the product still to be set up, and whose is it',
  access: 'public',
  /** Strangers read the name of the company on the page of the sign-in, and nothing more about it. */
  result: z.object({ open: z.boolean(), companyName: z.string().nullable() }),
})
/** The token travels in the body: addresses end up in logs and histories. */
export const checkSetUp = endpoint({
  method: 'POST',
  path: '/api/v1/setup/checks',
  summary: 'Does the one-time token open the set-up, and is the product healthy',
  access: 'public',
  body: z.strictObject({ token: z.string().max(200).optional() }),
  result: z.object({
    open: z.boolean(),
    /** The token is the right one. */
    allowed: z.boolean(),
    checks: z.array(z.object({ name: z.string(), ok: z.boolean(), detail: z.string() })),
  }),
})
export const setUp = endpoint({
  method: 'POST',
  path: '/api/v1/setup',
  summary: 'Make the first administrator and the company; closes for ever',
  access: 'public',
  body: z.strictObject({
    token: z.string().max(200),
    administrator: z.strictObject({ name: line(120), email, password }),
    company: z.strictObject({ name: line(200), timeZone, currency }),
    language: language.default('ru'),
    demo: z.boolean().default(false),
  }),
  result: me,
  status: 201,
  problems: [setUpClosed, linkSpent],
})

// ---- users ----
export const absenceKind = z.enum(['vacation', 'sick_leave', 'trip'])
export const user = z.object({
  ...record,
  name: z.string(),
  email: z.string(),
  role,
  /** What lets this person see and do; a shipped one has no name of its own. */
  profile: z.object({ id, name: z.string().nullable() }),
  departmentId: id.nullable(),
  department: z.object({ id, name: z.string() }).nullable(),
  language,
  deactivatedAt: instant.nullable(),
  lastSeenAt: instant.nullable(),
  /** Absent at this moment, until when the person is back, the last day away where days were given, who stands in. */
  absence: z
    .object({ id, until: instant, lastDay: day.nullable(), kind: absenceKind, substitutes: z.array(personRef) })
    .nullable(),
})
export const listUsers = endpoint({
  method: 'GET',
  path: '/api/v1/users',
  summary: 'Users; everybody may read names, the rest is for administrators',
  query: z.object({
    ...paging,
    q: z.string().max(200).optional(),
    active: flag.optional(),
    departmentId: id.optional(),
  }),
  result: list(user),
})
export const getUser = endpoint({
  method: 'GET',
  path: '/api/v1/users/:id',
  summary: 'One user',
  params: byId,
  result: user,
})
export const createUser = endpoint({
  method: 'POST',
  path: '/api/v1/users',
  summary: 'Add a user',
  access: { right: 'users.administer' },
  body: z.strictObject({
    id,
    email,
    name: line(120),
    /** Left out where a profile is named. */
    role: role.optional(),
    profileId: id.optional(),
    departmentId: id.optional(),
    password: password.optional(),
  }),
  result: user,
  status: 201,
  problems: [emailTaken],
})
export const changeUser = endpoint({
  method: 'PATCH',
  path: '/api/v1/users/:id',
  summary: 'Change name, e-mail, profile or department; a role stands for its shipped profile',
  access: { right: 'users.administer' },
  params: byId,
  body: z.strictObject({
    version,
    email: email.optional(),
    name: line(120).optional(),
    role: role.optional(),
    profileId: id.optional(),
    departmentId: id.nullish(),
  }),
  result: user,
  problems: [emailTaken, lastAdministrator],
})
export const deactivateUser = endpoint({
  method: 'POST',
  path: '/api/v1/users/:id/deactivate',
  summary: 'Close the way in: sessions, keys and streams end at once; the history stays',
  access: { right: 'users.administer' },
  params: byId,
  result: user,
  problems: [lastAdministrator],
})
export const reactivateUser = endpoint({
  method: 'POST',
  path: '/api/v1/users/:id/reactivate',
  summary: 'Open the way in again',
  access: { right: 'users.administer' },
  params: byId,
  result: user,
})
export const createSignInLink = endpoint({
  method: 'POST',
  path: '/api/v1/users/:id/sign-in-link',
  summary: 'A one-time link to hand over; it lets the person in and set a password',
  access: { right: 'users.administer' },
  params: byId,
  result: z.object({ url: z.string(), expiresAt: instant, meaning: z.enum(['invitation', 'reset']) }),
  status: 201,
})

// ---- departments ----
export const department = z.object({
  ...record,
  name: z.string(),
  parentId: id.nullable(),
  order: z.number().int(),
  users: z.number().int(),
  archivedAt: instant.nullable(),
})
export const listDepartments = endpoint({
  method: 'GET',
  path: '/api/v1/departments',
  summary: 'The tree of departments, parents before children',
  query: z.object({ archived: flag.optional() }),
  result: list(department),
})
export const createDepartment = endpoint({
  method: 'POST',
  path: '/api/v1/departments',
  summary: 'Add a department',
  access: { right: 'users.administer' },
  body: z.strictObject({ id, name: line(200), parentId: id.optional() }),
  result: department,
  status: 201,
})
export const changeDepartment = endpoint({
  method: 'PATCH',
  path: '/api/v1/departments/:id',
  summary: 'Rename, move or reorder a department',
  access: { right: 'users.administer' },
  params: byId,
  body: z.strictObject({
    version,
    name: line(200).optional(),
    parentId: id.nullish(),
    order: z.number().int().optional(),
  }),
  result: department,
  problems: [departmentLoop],
})
export const archiveDepartment = endpoint({
  method: 'POST',
  path: '/api/v1/departments/:id/archive',
  summary: 'Archive an empty department',
  access: { right: 'users.administer' },
  params: byId,
  result: department,
  problems: [departmentInUse],
})
export const restoreDepartment = endpoint({
  method: 'POST',
  path: '/api/v1/departments/:id/restore',
  summary: 'Bring a department back',
  access: { right: 'users.administer' },
  params: byId,
  result: department,
})

// ---- grants ----
export const tooManyGrants = problem('grants.too_many', 409, {
  ru: 'Этому человеку открыто уже слишком много клиентов: поменяйте отдел или ответственного',
  en: 'Too many clients have been opened to this person: change the department or the responsible instead',
})
