import type { Moved, Work } from '../../platform/work.ts'
import { perform } from '../../platform/work.ts'
import type { JobHandler } from '../../platform/jobs.ts'
import type { Platform } from '../../platform/platform.ts'
import { newId } from '../../platform/pure/ids.ts'
import type { Role } from '../../platform/scope.ts'
import { createDepartment } from '../../rooms/access/departments/actions.ts'
import type { CompanySetUp } from '../../rooms/access/events.ts'
import { systemCaller } from '../../rooms/access/gates/queries.ts'
import { hashConfiguredPassword } from '../../rooms/access/passwords/actions.ts'
import { type Entry, setUpCompany } from '../../rooms/access/set-up/actions.ts'
import { createSignInLink, createUser, type UserInput } from '../../rooms/access/users/actions.ts'
import { listUsers } from '../../rooms/access/users/queries.ts'
import { noteDemo } from '../../rooms/company/actions.ts'
import { DemoRefused, loadDemo } from './load.ts'

/** What the set-up page promises. */
const SIZE = { clients: 2_000, interests: 900 }
const COMPANY = { name: 'Климат-Сервис', timeZone: 'Europe/Moscow', currency: 'RUB' }

const PEOPLE: readonly { name: string; email: string; role: Role }[] = [
  { name: 'Ольга Мещерякова', email: 'meshcheryakova@klimat.example', role: 'administrator' },
  { name: 'Павел Громов', email: 'gromov@klimat.example', role: 'head' },
  { name: 'Анна Ким', email: 'kim@klimat.example', role: 'salesperson' },
  { name: 'Игорь Титов', email: 'titov@klimat.example', role: 'salesperson' },
  { name: 'Дарья Лапина', email: 'lapina@klimat.example', role: 'salesperson' },
  { name: 'Руслан Хасанов', email: 'hasanov@klimat.example', role: 'salesperson' },
  { name: 'Вера Соловьева', email: 'solovyeva@klimat.example', role: 'salesperson' },
]

/**
 * `npm start -- --demo` on an empty base: a company at work, and a one-time link for its administrator. Does nothing
 * without the flag or where somebody is already.
 */
export async function ensureDemo(platform: Platform): Promise<Entry | null> {
  if (!platform.config.demo) return null
  const named = await namedAdministrator(platform)
  const { result: path } = await perform(platform, systemCaller(), { verb: 'demo.start' }, async work => {
    await setUpCompany(work, COMPANY)
    if ((await listUsers(work.tx, work.caller, work.now, { limit: 1 })).items.length > 0) return null
    return makePeople(work, named)
  })
  if (path === null) return null
  await load(platform)
  return { kind: 'sign_in', path }
}

/** Who named an administrator in the configuration comes in as that one. */
async function namedAdministrator(platform: Platform): Promise<Pick<UserInput, 'password'> & { email?: string }> {
  const { adminEmail: email, adminPassword } = platform.config
  if (!email || !adminPassword) return {}
  return { email, password: { hash: await hashConfiguredPassword(platform, adminPassword, email), faults: [] } }
}

/** Nobody else has a password: the administrator comes in by the link and hands out links to the others. */
async function makePeople(work: Work, named: Awaited<ReturnType<typeof namedAdministrator>>): Promise<string> {
  const { id: departmentId } = await createDepartment(work, { id: newId(), name: 'Отдел продаж' })
  let administratorId = ''
  for (const person of PEOPLE) {
    const id = newId()
    if (person.role === 'administrator') {
      administratorId = id
      await createUser(work, { ...person, id, ...named })
    } else await createUser(work, { ...person, id, departmentId })
  }
  return (await createSignInLink(work, administratorId)).path
}

async function load(platform: Platform): Promise<void> {
  await loadDemo(platform.db, { ...SIZE, now: platform.now() })
  await perform(platform, systemCaller(), { verb: 'demo.load' }, work => noteDemo(work, 'loaded'))
}

const QUEUE = 'demo.load'

/** The first visit asked for believable data: they are loaded once the set-up is committed. */
export async function onCompanySetUp(work: Work, { payload }: { payload: CompanySetUp }): Promise<readonly Moved[]> {
  if (payload.demo) work.enqueue(QUEUE, {})
  return []
}

export function loadWhenAsked(platform: Platform): JobHandler {
  return {
    queue: QUEUE,
    async handle() {
      try {
        await load(platform)
      } catch (error) {
        // Somebody was quicker to register a client: there is nothing left to look around in.
        if (!(error instanceof DemoRefused)) throw error
      }
    },
  }
}
