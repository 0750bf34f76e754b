import { type Queryable, statement } from '../../../platform/db/database.ts'
import { Localised } from '../../../platform/problems.ts'
import { findOpenLink } from '../sessions/storage.ts'
import { hasAdministrator } from '../users/storage.ts'

interface Facts {
  version: string
  durable: boolean
  search: boolean
}

const readFacts = statement<Facts>(`
  select split_part(current_setting('server_version'), ' ', 1) as version,
         current_setting('fsync') = 'on' and current_setting('full_page_writes') = 'on'
           and current_setting('synchronous_commit') <> 'off' as durable,
         show_trgm('ж') <> '{}' as search`)

const good = new Localised({ ru: 'В порядке', en: 'Fine' })

interface SetUpState {
  open: boolean
  allowed: boolean
  checks: { name: string; ok: boolean; detail: string }[]
}

const readName = statement<{ name: string }>(`select name from company`)

/** Is there nobody yet who could let others in? If there is, the door has a name on it. */
export async function getEntrance(db: Queryable): Promise<{ open: boolean; companyName: string | null }> {
  if (!(await hasAdministrator(db))) return { open: true, companyName: null }
  return { open: false, companyName: (await db.first(readName))?.name ?? null }
}

/** Is the set-up still open, does this token open it, and what did the server find about itself. */
export async function getSetUp(db: Queryable, token: string | undefined, now: Date): Promise<SetUpState> {
  const open = !(await hasAdministrator(db))
  const link = open && token !== undefined ? await findOpenLink(db, 'set_up', token, now) : undefined
  const allowed = link !== undefined
  // Versions and weaknesses are nobody's business but the owner's.
  if (!allowed) return { open, allowed, checks: [] }
  const facts = await db.first(readFacts)
  const checks = [
    { name: 'database', ok: facts !== undefined, detail: `PostgreSQL ${facts?.version ?? ''}` },
    {
      name: 'durability',
      ok: facts?.durable ?? false,
      detail: facts?.durable
        ? good
        : new Localised({
            ru: 'Сервер базы настроен так, что при отключении питания может потерять записанное',
            en: 'The database server may lose acknowledged work when the power fails',
          }),
    },
    {
      name: 'search',
      ok: facts?.search ?? false,
      detail: facts?.search
        ? good
        : new Localised({ ru: 'Поиск по русским словам не работает', en: 'Search in Russian words does not work' }),
    },
  ]
  return { open, allowed, checks: checks as SetUpState['checks'] }
}
