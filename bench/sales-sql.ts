import { createHash } from 'node:crypto'
import pg from 'pg'
import { newId } from '../server/platform/pure/ids.ts'
import { spansOf } from '../server/rooms/activities/rules.ts'
import type { BenchBase } from './prepared.ts'

export interface Movable {
  id: string
  version: number
  state: string
}

/** The same work as the API does, as a careful program would write it by hand: prepared, one transaction a write. */
export function handWritten(
  base: BenchBase,
  scenario: { id: string; states: string[] },
  serviceTypeId: string,
  pick: <T>(list: readonly T[]) => T,
) {
  const run = (client: pg.PoolClient | pg.Pool, text: string, values: unknown[]) =>
    client.query({ name: createHash('md5').update(text).digest('hex'), text, values })
  const read = (text: string, values: unknown[]) => run(base.sql, text, values)
  const inTransaction = async (task: (client: pg.PoolClient) => Promise<void>) => {
    const client = await base.sql.connect()
    try {
      await client.query('begin')
      await task(client)
      await client.query('commit')
    } finally {
      client.release()
    }
  }
  const event = (client: pg.PoolClient, kind: string, id: string, version: number) =>
    run(
      client,
      `insert into event (id, at, kind, record_kind, record_id, version, actor_id, cause, changes, owners)
       values ((pg_current_xact_id()::text::bigint << 20) + (1 << 19), now(), $1, 'interest', $2, $3, $4, '{}', '{}', $5)`,
      [kind, id, version, base.userId, [base.userId]],
    )
  const otherState = (state: string) => pick(scenario.states.filter(each => each !== state)) ?? state
  /** A row tells its party, its responsible and the mark of the reader. */
  const shown = 'select x.*, c.name, p.full_name, r.name as responsible, s.revision, m.starred, m.watched'
  const joined = `
    join scenario s on s.id = x.scenario_id left join client c on c.id = x.client_id
    left join prospect p on p.id = x.prospect_id left join app_user r on r.id = x.responsible_id
    left join interest_mark m on m.interest_id = x.id and m.user_id = '${base.userId}'`
  const listWhere = (where: string, values: unknown[] = []) =>
    read(
      `${shown} from unnest($1::uuid[]) o cross join lateral (
         select * from interest where owner_key = o and ${where} order by created_at desc, id desc limit 50) x ${joined}
       order by x.created_at desc, x.id desc limit 50`,
      [base.principals, ...values],
    )
  /** Those whose text holds the word, or whose party has a name that begins with it. */
  const listWord = (word: string) =>
    read(
      `with named as (select distinct coalesce(client_id, owner_id) as id from (
           select client_id, owner_id from identity where kind = 'name' and value >= $3 and value < $3 || U&'\\+10FFFF' limit 2000) n)
       ${shown} from (
         select i.* from interest i
          where i.owner_key = any($1::uuid[])
            and (i.search_key like $2 or i.client_id in (select id from named) or i.prospect_id in (select id from named))
          order by i.created_at desc, i.id desc limit 50) x ${joined}
       order by x.created_at desc, x.id desc`,
      [base.principals, `%${word}%`, word],
    )
  /** Cards with their party and responsible. */
  const cards = (source: string) => `
    select x.*, c.name, p.full_name, r.name as responsible from (${source}) x
      left join client c on c.id = x.client_id left join prospect p on p.id = x.prospect_id
      left join app_user r on r.id = x.responsible_id`
  const inColumn = (state: string, limit: number) => `
    select y.* from unnest($1::uuid[]) o cross join lateral (
        select * from interest where owner_key = o and scenario_id = $2 and state_id = ${state} and open
         order by coalesce(next_step_at, 'infinity'), id limit ${limit}) y
     order by coalesce(y.next_step_at, 'infinity'), y.id limit ${limit}`
  const badge = (which: string) => `(
    select count(*) from unnest($1::uuid[]) o cross join lateral (
      select from interest where owner_key = o and scenario_id = $2 and state_id = s.id and open and ${which} limit 1000) y)`

  return {
    otherState,
    listWhere,
    listWord,
    list: () => listWhere('true'),
    create: (clientId: string) =>
      inTransaction(async client => {
        const id = newId()
        await run(
          client,
          `insert into interest (id, number, content, search_key, service_type_id, scenario_id, state_id, state_entered_at,
             client_id, responsible_id, currency, created_at, updated_at)
           values ($1, 'Б-' || nextval('interest_number'), 'Обогрев', 'обогрев', $2, $3, $4, now(), $5, $6, 'RUB', now(), now())`,
          [id, serviceTypeId, scenario.id, scenario.states[0], clientId, base.userId],
        )
        await event(client, 'interest.created', id, 1)
        await run(client, 'update client set open_interests = open_interests + 1 where id = $1', [clientId])
      }),
    move: ({ id, state }: Movable) =>
      inTransaction(async client => {
        await run(client, 'select version from interest where id = $1 for update', [id])
        await run(
          client,
          `update interest set state_id = $2, state_entered_at = now(), version = version + 1, updated_at = now()
            where id = $1`,
          [id, otherState(state)],
        )
        await event(client, 'interest.moved', id, 2)
      }),
    step: (interestId: string) =>
      inTransaction(async client => {
        const id = newId()
        await run(client, 'select version from interest where id = $1 for update', [interestId])
        await run(
          client,
          `insert into activity (id, kind, subject, interest_id, assignee_id, author_id, due_at, created_at, updated_at)
           values ($1, 'task', 'Проверить', $2, $3, $3, now(), now(), now())`,
          [id, interestId, base.userId],
        )
        await run(client, 'update interest set next_step_at = now() where id = $1', [interestId])
        await event(client, 'activity.planned', id, 1)
      }),
    done: (id: string) =>
      inTransaction(async client => {
        await run(
          client,
          `with done as (update activity set outcome = 'done', closed_at = now() where id = $1 returning interest_id)
           update interest i set next_step_at = (
             select min(due_at) from activity a where a.interest_id = i.id and a.closed_at is null and a.id <> $1)
             from done where i.id = done.interest_id`,
          [id],
        )
        await event(client, 'activity.done', id, 2)
      }),
    /** Heads with counts, sums and badges, and the first cards of each column. */
    board: async () => {
      const values = [base.principals, scenario.id, scenario.states]
      await Promise.all([
        read(
          `select state_id, currency, sum(n), sum(amount) from interest_tally
            where owner_key = any($1::uuid[]) and scenario_id = $2 group by 1, 2`,
          values.slice(0, 2),
        ),
        read(
          `select s.id, ${badge('next_step_at <= now()')} as late,
                  ${badge(`next_step_at > now() and next_step_at <= now() + interval '8 hours'`)} as today,
                  ${badge('next_step_at is null')} as without,
                  ${badge('late_from is not null and greatest(late_from, contact_on + 1) <= current_date')} as stuck
             from unnest($3::uuid[]) s(id)`,
          values,
        ),
        read(cards(`select z.* from unnest($3::uuid[]) s(id) cross join lateral (${inColumn('s.id', 12)}) z`), values),
      ])
    },
    column: (state: string) => read(cards(inColumn('$3', 60)), [base.principals, scenario.id, state]),
    /** With the line that says who opened it, written before it is shown. */
    card: async ({ id }: { id: string }) => {
      await read(
        `select i.*, c.*, p.*, r.name, a.name as author, t.full_name, t.phones, k.inn, k.kpp, s.revision, m.starred, m.watched,
                (select count(*) from interest_closing x where x.interest_id = i.id),
                exists (select from interest_contact d where d.interest_id = i.id), b.number as basis, h.name as department,
                (select l.position from client_contact l where l.client_id = i.client_id and l.contact_id = t.id
                  order by l.to_day nulls first limit 1)
           from interest i join scenario s on s.id = i.scenario_id
           left join client c on c.id = i.client_id left join prospect p on p.id = i.prospect_id
           left join app_user r on r.id = i.responsible_id left join contact t on t.id = i.contact_id
           left join contractor k on k.client_id = c.id and k.main
           left join app_user a on a.id = i.author_id left join department h on h.id = r.department_id
           left join interest b on b.id = i.basis_id
           left join interest_mark m on m.interest_id = i.id and m.user_id = $2
          where i.id = $1`,
        [id, base.userId],
      )
      await read(
        `insert into audit (id, at, actor_id, kind, record_kind, record_id)
         select $1::uuid, now(), $2::uuid, 'interest.viewed', 'interest', $3::uuid
          where not exists (select from audit where actor_id = $2 and at > now() - interval '15 minutes'
                               and kind = 'interest.viewed' and record_id = $3)`,
        [newId(), base.userId, id],
      )
    },
    /** Six groups: how many there are in each, and the first fifty with whom they are about. */
    myDay: async () => {
      const spans = spansOf(new Date(), 'Europe/Moscow')
      const values = [base.userId, spans.map(each => each.from), spans.map(each => each.to)]
      const bounds = `unnest($2::timestamptz[], $3::timestamptz[]) g(a, b)`
      const within = `assignee_id = $1 and closed_at is null
        and due_at > coalesce(g.a, '-infinity') and due_at <= coalesce(g.b, 'infinity')`
      await Promise.all([
        read(`select g.a, (select count(*) from activity where ${within}) from ${bounds}`, values),
        read(
          `select x.*, w.name, o.name as author, i.number, i.subject, left(i.content, 200), i.member_ids, c.name as client,
                  c.phones, c.region, p.full_name, p.phone, t.phones as their_phones, k.inn, k.kpp
             from (select y.* from ${bounds} cross join lateral (
                     select * from activity where ${within} order by due_at, id limit 50) y
                   union all (select * from activity where assignee_id = $1 and closed_at is null and due_at is null limit 50)) x
             join app_user w on w.id = x.assignee_id left join app_user o on o.id = x.author_id
             left join interest i on i.id = x.interest_id left join client c on c.id = i.client_id
             left join prospect p on p.id = i.prospect_id left join contact t on t.id = i.contact_id
             left join contractor k on k.client_id = c.id and k.main`,
          values,
        ),
      ])
    },
    funnel: () =>
      read(
        `select from_id, to_id, leaving_id, leaving_reason_id, since, reason_id, currency, sum(n), sum(amount), sum(stayed),
                sum(lasted)
           from interest_flow where scenario_id = $2 and month > now() - interval '12 months' and owner_key = any($1::uuid[])
          group by 1, 2, 3, 4, 5, 6, 7`,
        [base.principals, scenario.id],
      ),
    clients: () =>
      read(
        `select x.* from unnest($1::uuid[]) p cross join lateral (
           select * from client where owner_key = p and archived_at is null order by created_at desc, id desc limit 50) x
         order by x.created_at desc, x.id desc limit 50`,
        [base.principals],
      ),
  }
}
