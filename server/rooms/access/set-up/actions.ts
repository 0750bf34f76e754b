import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Platform } from '../../../platform/platform.ts'
import { refuse, refuseFaults } from '../../../platform/problems.ts'
import { newId } from '../../../platform/pure/ids.ts'
import { perform, type Work } from '../../../platform/work.ts'
import { audit } from '../audit/actions.ts'
import { linkSpent, setUpClosed } from '../contract.ts'
import { COMPANY_SET_UP, type CompanySetUp } from '../events.ts'
import { findCallerOfUser, systemCaller } from '../gates/queries.ts'
import { hashConfiguredPassword, hashNewPassword } from '../passwords/actions.ts'
import { openSession, type SignedIn } from '../sessions/actions.ts'
import { DEFAULT_TIME_ZONE, type Visitor } from '../sessions/rules.ts'
import { findOpenLink, replaceLink, spendLink, voidLinksOf } from '../sessions/storage.ts'
import { hasAdministrator, insertUser } from '../users/storage.ts'

export interface FirstCompany {
  name: string
  timeZone: string
  currency: string
}

/** What a company is called until somebody says otherwise. */
const UNNAMED: FirstCompany = { name: 'Моя компания', timeZone: DEFAULT_TIME_ZONE, currency: 'RUB' }

const takeTurn = statement<never>(`select pg_advisory_xact_lock(hashtext('interes.set_up'))`)
const insertCompany = statement<{ name: string }>(`
  insert into company (name, time_zone, currency, set_up_at, updated_at) values ($1, $2, $3, $4, $4)
  on conflict (singleton) do nothing returning name`)

/** Makes the company with everything that ships; does nothing when there is one. */
export async function setUpCompany(work: Work, company: FirstCompany = UNNAMED, demo = false): Promise<void> {
  await work.tx.rows(takeTurn)
  const made = await work.tx.first(insertCompany, [company.name, company.timeZone, company.currency, work.now])
  if (!made) return
  await audit(work, { kind: 'company.set_up' })
  await work.announce<CompanySetUp>({ kind: COMPANY_SET_UP, payload: { departmentId: null, demo } })
}

interface FirstAdministrator {
  name: string
  email: string
  passwordHash: string | null
  language: 'ru' | 'en'
}

async function makeAdministrator(work: Work, { email, ...person }: FirstAdministrator): Promise<string> {
  const user = {
    id: newId(),
    email: email.trim(),
    ...person,
    role: 'administrator' as const,
    profileId: null,
    departmentId: null,
  }
  const inserted = await insertUser(work.tx, user, work.now, work.creationHash)
  if (!inserted) refuse(setUpClosed)
  work.record({
    kind: 'user.created',
    record: { kind: 'user', id: user.id },
    version: 1,
    changes: { role: { to: user.role } },
    personal: { name: { to: user.name }, email: { to: user.email } },
    owners: null,
  })
  return user.id
}

export interface SetUpInput {
  token: string
  administrator: { name: string; email: string; password: string }
  company: FirstCompany
  language: 'ru' | 'en'
  demo: boolean
}

/**
 * The first visit: makes the administrator, the company and what ships with it, and lets the administrator in.
 * Closes for ever.
 * @throws set_up.closed, link.spent
 */
export async function setUp(platform: Platform, input: SetUpInput, visitor: Visitor): Promise<SignedIn> {
  // Looked at before the dear hash, and again inside: only one of two at the same moment gets in.
  if (await hasAdministrator(platform.db)) refuse(setUpClosed)
  if (!(await findOpenLink(platform.db, 'set_up', input.token, platform.now()))) refuse(linkSpent)
  const { name, email } = input.administrator
  const password = await hashNewPassword(input.administrator.password, email, 'administrator.password')
  refuseFaults(password.faults)
  const { result } = await perform(platform, systemCaller(), { verb: 'set_up' }, async work => {
    await work.tx.rows(takeTurn)
    if (await hasAdministrator(work.tx)) refuse(setUpClosed)
    if (!(await spendLink(work.tx, 'set_up', input.token, work.now))) refuse(linkSpent)
    const userId = await makeAdministrator(work, { name, email, passwordHash: password.hash, language: input.language })
    await setUpCompany(work, input.company, input.demo)
    return { userId, session: await openSession(work, userId, visitor, 'set_up') }
  })
  const caller =
    (await findCallerOfUser(platform.db, result.userId, platform.now(), result.session.id)) ?? refuse(setUpClosed)
  return { caller, session: result.session }
}

/** The way in that the start prints, when there is one to print. */
export interface Entry {
  kind: 'set_up' | 'sign_in'
  path: string
}

/**
 * Called at every start. Without an administrator: makes the one of the configuration, company included, or returns
 * the one-time address of the set-up page; that of an earlier start opens nothing any more. Otherwise does nothing.
 */
export async function ensureSetUp(platform: Platform): Promise<Entry | null> {
  const { adminEmail, adminPassword } = platform.config
  if (await hasAdministrator(platform.db)) return null
  const unattended = adminEmail !== undefined && adminPassword !== undefined
  const passwordHash = unattended ? await hashConfiguredPassword(platform, adminPassword, adminEmail) : null
  const { result } = await perform(platform, systemCaller(), { verb: 'set_up.unattended' }, async work => {
    await work.tx.rows(takeTurn)
    if (await hasAdministrator(work.tx)) return null
    if (!unattended) return setUpEntry(work.tx, work.now)
    await voidLinksOf(work.tx, 'set_up', null, work.now)
    await makeAdministrator(work, { name: adminEmail, email: adminEmail, passwordHash, language: 'ru' })
    await setUpCompany(work)
    return null
  })
  return result
}

async function setUpEntry(db: Queryable, now: Date): Promise<Entry> {
  const { token } = await replaceLink(db, { kind: 'set_up', userId: null, createdBy: null }, now)
  return { kind: 'set_up', path: `/set-up#token=${token}` }
}
