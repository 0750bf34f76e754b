import type pg from 'pg'

/** What must be empty at all times, whatever was killed: each query lists what contradicts its sentence. */
const invariants: Record<string, string> = {
  'the events that change a record have the versions from 1 to that of the record, each once': `
    select r.kind || ' ' || r.id as wrong
      from (select 'interest' as kind, id, version from interest union all select 'client', id, version from client
            union all select 'contact', id, version from contact union all select 'prospect', id, version from prospect
           ) r
      left join event e on e.record_id = r.id and e.record_kind = r.kind and e.version is not null
           and e.kind not in ('contact.linked', 'contact.unlinked', 'contact.moved', 'prospect.suggestion_dismissed')
     group by r.kind, r.id, r.version
    having count(e.id) <> r.version or count(distinct e.version) <> r.version
        or min(e.version) <> 1 or max(e.version) <> r.version`,
  'events tell of records that exist': `
    select e.record_kind || ' ' || e.record_id as wrong from event e
     where e.record_kind in ('interest', 'client', 'contact', 'prospect')
       and not exists (select from interest i where i.id = e.record_id)
       and not exists (select from client c where c.id = e.record_id)
       and not exists (select from contact t where t.id = e.record_id)
       and not exists (select from prospect p where p.id = e.record_id)`,
  'an Interest is what its events made of it': `
    select i.id || ' ' || f.field as wrong
      from interest i,
           lateral (values ('stateId', i.state_id::text), ('scenarioId', i.scenario_id::text), ('content', i.content),
                           ('clientId', i.client_id::text), ('contactId', i.contact_id::text),
                           ('prospectId', i.prospect_id::text), ('responsibleId', i.responsible_id::text),
                           ('lossReasonId', i.loss_reason_id::text), ('lossComment', i.loss_comment),
                           ('expectedCloseDate', i.expected_close_date::text)) as f(field, stored)
      left join lateral (
        select (coalesce(e.changes, '{}') || coalesce(e.personal, '{}')) -> f.field ->> 'to' as told from event e
         where e.record_id = i.id and e.version is not null
           and (coalesce(e.changes, '{}') || coalesce(e.personal, '{}')) ? f.field
         order by e.id desc limit 1) l on true
     where l.told is distinct from f.stored`,
  'the unfinished Interests of a client are counted': `
    select c.id::text as wrong from client c
     where c.open_interests <> (select count(*) from interest i where i.client_id = c.id and i.open)`,
  'the unfinished Interests of a prospect are counted': `
    select p.id::text as wrong from prospect p
     where p.open_interests <> (select count(*) from interest i where i.prospect_id = p.id and i.open)`,
  'an Interest is open exactly when its last closing is not in force': `
    select i.id::text as wrong from interest i
     where i.open = exists (select from interest_closing x where x.interest_id = i.id and x.reopened_at is null)`,
  'a state that demands a client holds no Interest without one': `
    select i.id::text as wrong
      from interest i join scenario s on s.id = i.scenario_id
      join scenario_state_setting t
        on t.scenario_id = s.id and t.version = s.published_version and t.state_id = i.state_id
     where i.client_id is null and t.fields @> '[{"field": "client", "required": true}]'`,
  'what finds a party belongs to a party that exists': `
    select distinct n.owner_kind || ' ' || n.owner_id as wrong from identity n
     where not case n.owner_kind
       when 'client' then exists (select from client where id = n.owner_id)
       when 'contractor' then exists (select from contractor where id = n.owner_id)
       when 'contact' then exists (select from contact where id = n.owner_id)
       else exists (select from prospect where id = n.owner_id) end`,
  'every party is found by something': `
    select r.id::text as wrong from (select id from client union all select id from prospect) r
     where not exists (select from identity n where n.owner_id = r.id)`,
  'a number is given once': `select number as wrong from interest group by number having count(*) > 1`,
}

/** What contradicts them, by the sentence that does not hold. */
export type Contradictions = ReadonlyMap<string, readonly string[]>

/** Asks the database itself. */
export async function findContradictions(db: Pick<pg.ClientBase, 'query'>): Promise<Contradictions> {
  const found = new Map<string, string[]>()
  for (const [sentence, query] of Object.entries(invariants)) {
    const { rows } = await db.query<{ wrong: string }>(query)
    if (rows.length > 0)
      found.set(
        sentence,
        rows.map(row => row.wrong),
      )
  }
  return found
}

/** In words, without what was so before: believable data that were loaded are not all told by events. */
export function describeContradictions(found: Contradictions, before: Contradictions = new Map()): string[] {
  return [...found].flatMap(([sentence, wrong]) => {
    const known = new Set(before.get(sentence))
    const fresh = wrong.filter(each => !known.has(each))
    return fresh.length > 0 ? [`${fresh.length} against «${sentence}»: ${fresh.slice(0, 5).join(', ')}`] : []
  })
}
