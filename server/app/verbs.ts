import { createInterface } from 'node:readline/promises'
import { z } from 'zod'
import type { Language } from '../platform/contract.ts'
import { ConfigError } from '../platform/config.ts'
import { openDatabase } from '../platform/db/database.ts'
import { migrate } from '../platform/db/migrate.ts'
import { APP_ROLE } from '../platform/embedded/postgres.ts'
import { refuseFaults } from '../platform/problems.ts'
import { newId } from '../platform/pure/ids.ts'
import { perform, type Work } from '../platform/work.ts'
import { createApiKey } from '../rooms/access/api-keys/actions.ts'
import { writeAudit } from '../rooms/access/audit/actions.ts'
import { readPrinted } from '../rooms/access/audit/anchors/service.ts'
import { verified } from '../rooms/access/audit/checks/actions.ts'
import { verifyLog } from '../rooms/access/audit/verifying/actions.ts'
import { describeVerdict } from '../rooms/access/audit/verifying/rules.ts'
import { createUser as createUserEndpoint } from '../rooms/access/contract.ts'
import { systemCaller } from '../rooms/access/gates/queries.ts'
import { resetSecondFactor } from '../rooms/access/second-factor/actions.ts'
import { acceptKey } from '../rooms/access/secrets/actions.ts'
import { countSealed, getKeyState } from '../rooms/access/secrets/queries.ts'
import { setUpCompany } from '../rooms/access/set-up/actions.ts'
import { hashNewPassword, type NewPassword, setPassword } from '../rooms/access/passwords/actions.ts'
import { createSignInLink, createUser, getUserByEmail } from '../rooms/access/users/actions.ts'
import { noteDemo } from '../rooms/company/actions.ts'
import type { Command } from './crm.ts'
import { loadDemo } from './demo/load.ts'
import { say } from './say.ts'

type Flags = Command['flags']

/** The same checks as at the HTTP door. */
const fields = createUserEndpoint.body?.shape as NonNullable<typeof createUserEndpoint.body>['shape']

interface Verb {
  /** Before the database is touched. */
  check?(flags: Flags): void
  run(command: Command): Promise<number | void>
}

function need(flags: Flags, ...names: (keyof Flags)[]): void {
  const missing = names.filter(name => !flags[name])
  if (missing.length > 0) throw new ConfigError(`Missing: ${missing.map(name => `--${name}`).join(', ')}.`)
}

/** The same door as everybody's, as the product itself. */
async function act<T>({ platform }: Command, verb: string, action: (work: Work) => Promise<T>): Promise<T> {
  return (await perform(platform, systemCaller(), { verb: `crm ${verb}` }, action)).result
}

async function passwordOf({ platform, flags: { password, email = '' } }: Command): Promise<NewPassword> {
  const given = password === '-' ? await firstLine() : password
  const chosen = given === undefined ? undefined : check(fields.password, given, 'password')
  const made = await hashNewPassword(platform.db, chosen, email)
  refuseFaults(made.faults)
  return made
}

async function firstLine(): Promise<string> {
  const lines = createInterface({ input: process.stdin })
  for await (const line of lines) return line
  return ''
}

function check<T>(schema: z.ZodType<T>, value: unknown, flag: string): T {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new ConfigError(`--${flag}: ${parsed.error.issues[0]?.message ?? 'not valid'}.`)
}

const userOf = (flags: Flags) => ({
  email: check(fields.email, flags.email, 'email'),
  name: check(fields.name, flags.name, 'name'),
  role: check(fields.role, flags.role, 'role'),
})

const createUserVerb: Verb = {
  check(flags) {
    need(flags, 'email', 'name', 'role')
    userOf(flags)
  },
  async run(command) {
    const { flags } = command
    const input = { id: newId(), ...userOf(flags) }
    const password = await passwordOf(command)
    const link = await act(command, 'user create', async work => {
      // The first administrator brings the company along, as on the first visit.
      if (input.role === 'administrator') await setUpCompany(work)
      await createUser(work, { ...input, password })
      return password.hash === null ? createSignInLink(work, input.id) : null
    })
    console.log(say(`Added: ${input.email}.`, `Добавлен: ${input.email}.`))
    if (link) printLink(command, link.path)
  },
}

const passwordVerb: Verb = {
  check: flags => need(flags, 'email'),
  async run(command) {
    const { hash } = await passwordOf(command)
    const link = await act(command, 'user password', async work => {
      const { id } = await getUserByEmail(work, command.flags.email ?? '')
      if (hash === null) return createSignInLink(work, id)
      await setPassword(work, id, hash)
      return null
    })
    if (link) printLink(command, link.path)
    else console.log(say('The password is set; open sessions ended.', 'Пароль задан, открытые сеансы закончены.'))
  },
}

function printLink({ url }: Command, path: string): void {
  console.log(say('Hand over this link (works once, for 72 hours):', 'Передайте ссылку (один раз, 72 часа):'))
  console.log(`${url}${path}`)
}

const resetFactorVerb: Verb = {
  check: flags => need(flags, 'email'),
  async run(command) {
    await act(command, 'user reset-second-factor', async work => {
      const { id } = await getUserByEmail(work, command.flags.email ?? '')
      await resetSecondFactor(work, id)
    })
    console.log(say('The second factor is off; open sessions ended.', 'Второй фактор снят, открытые сеансы закончены.'))
  },
}

const createKeyVerb: Verb = {
  check: flags => need(flags, 'user'),
  async run(command) {
    const { user = '', name = 'crm' } = command.flags
    const key = await act(command, 'api-key create', async work => {
      const { id } = await getUserByEmail(work, user)
      return createApiKey(work, { id: newId(), name, userId: id })
    })
    console.log(say(`Key of ${key.user.name}, shown only now:`, `Ключ, показан только сейчас (${key.user.name}):`))
    console.log(key.secret)
  },
}

const many = z.coerce.number().int().min(0).max(10_000_000)

const loadDemoVerb: Verb = {
  check: flags => need(flags, 'clients', 'interests'),
  async run(command) {
    const clients = check(many, command.flags.clients, 'clients')
    const interests = check(many, command.flags.interests, 'interests')
    await act(command, 'demo load', setUpCompany)
    // As the owner: large loads leave the indexes until the end.
    const db = openDatabase(command.base.owner, { size: 2 })
    try {
      const loaded = await loadDemo(db, { clients, interests, onProgress: progressLine() })
      await act(command, 'demo load', work => noteDemo(work, 'loaded'))
      console.log(JSON.stringify(loaded))
    } finally {
      await db.close()
    }
  },
}

const verifyAuditVerb: Verb = {
  check(flags) {
    if (flags.anchor !== undefined && !readPrinted(flags.anchor))
      throw new ConfigError('--anchor: must be HASH:COUNT, or HASH:COUNT:HASH:COUNT, as it is printed.')
  },
  async run({ platform, flags }) {
    const progress = progressLine()
    const verdict = await verifyLog(platform, {
      printed: flags.anchor === undefined ? undefined : (readPrinted(flags.anchor) ?? undefined),
      onProgress: (checked, total) => progress(say('checked', 'проверено'), checked, total),
    })
    await writeAudit(platform.db, { now: platform.now(), actorId: null }, verified(verdict))
    for (const line of describeVerdict(verdict, say('en', 'ru') as Language)) console.log(line)
    return verdict.ok ? 0 : 1
  },
}

/** At most one line a second, or one that is overwritten where somebody looks on. */
function progressLine() {
  let last = 0
  return (step: string, done: number, of: number) => {
    if (Date.now() - last < 1_000 && done < of) return
    last = Date.now()
    const text = `${step}: ${done} / ${of}`
    if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}${done >= of ? '\n' : ''}`)
    else console.error(text)
  }
}

const checkKeyVerb: Verb = {
  async run({ platform: { db, vault } }) {
    const state = await getKeyState(db, vault)
    const { sealed, foreign } = await countSealed(db, vault)
    const isRight = state !== 'another'
    console.log(
      isRight
        ? say('The key is the one of this base.', 'Ключ тот, которым зашифрована база.')
        : say('The key is not the one of this base.', 'Ключ не тот, которым зашифрована база.'),
    )
    console.log(say(`Not readable: ${foreign} of ${sealed}.`, `Не читается: ${foreign} из ${sealed}.`))
    return isRight ? 0 : 1
  },
}

const acceptKeyVerb: Verb = {
  async run(command) {
    await act(command, 'key accept', acceptKey)
    console.log(say('From now on the key of this base is this one.', 'Теперь ключ этой базы такой.'))
    const { foreign } = await countSealed(command.platform.db, command.platform.vault)
    if (foreign === 0) return
    console.log(
      say(
        `Not readable: ${foreign}. Reset those second factors, enter those secrets again.`,
        `Не читается: ${foreign}. Сбросьте эти вторые факторы, введите эти секреты заново.`,
      ),
    )
  },
}

const migrateVerb: Verb = {
  async run({ base, config }) {
    const names = await migrate(base.owner, config.databaseUrl ? undefined : APP_ROLE)
    for (const name of names) console.log(name)
    console.log(say('The schema is up to date.', 'Схема базы обновлена.'))
  },
}

export const verbs: Record<string, Verb> = {
  'user create': createUserVerb,
  'user password': passwordVerb,
  'user reset-second-factor': resetFactorVerb,
  'api-key create': createKeyVerb,
  'demo load': loadDemoVerb,
  'audit verify': verifyAuditVerb,
  'key check': checkKeyVerb,
  'key accept': acceptKeyVerb,
  migrate: migrateVerb,
}
