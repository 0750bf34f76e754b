import { type Queryable, statement } from '../../../platform/db/database.ts'
import type { Reach } from '../../../platform/scope.ts'
import { marksOf, rowColumns, rowJoins } from '../storage.ts'
import type { PlacedRow } from './sorting/storage.ts'

const visibleClient = statement<{ id: string }>(`
  select c.id from client c where c.id = $1 and ($2::uuid[] is null or c.owner_key = any($2) or c.id = any($2))`)
const visibleProspect = statement<{ id: string }>(`
  select p.id from prospect p
   where p.id = $1 and ($2::uuid[] is null or p.owner_key = any($2) or p.client_id = any($2)
         or exists (select from record_access v where v.record_id = p.id and v.principal_id = any($2)))`)

export type Party = 'client' | 'prospect'

export async function isPartyVisible(db: Queryable, party: Party, id: string, scope: Reach): Promise<boolean> {
  const seen = await db.first(party === 'client' ? visibleClient : visibleProspect, [id, scope.sight])
  return seen !== undefined
}

export type PartyRow = PlacedRow & { visible: boolean }

const ofParty = (column: 'client_id' | 'prospect_id', which: string) =>
  statement<PartyRow>(`
    with top as (
      select i.*, ($2::uuid[] is null or i.owner_key = any($2) or coalesce(i.client_id = any($2), false)
                  or i.member_ids && $2 or i.state_id = any($2)) as visible
        from interest i
       where i.${column} = $1 and ${which}
         and (i.open or $2::uuid[] is null or i.owner_key = any($2) or i.client_id = any($2) or i.member_ids && $2
              or i.state_id = any($2))
         and ($3::timestamptz is null or (i.created_at, i.id) < ($3, $4::uuid))
       order by i.created_at desc, i.id desc limit $5::int)
    select ${rowColumns}, i.created_at::text as place, i.visible from top i ${rowJoins} ${marksOf('$6::uuid')}
     order by i.created_at desc, i.id desc`)
const partyStatements = {
  client: {
    all: ofParty('client_id', 'true'),
    open: ofParty('client_id', 'i.open'),
    closed: ofParty('client_id', 'not i.open'),
  },
  prospect: {
    all: ofParty('prospect_id', 'true'),
    open: ofParty('prospect_id', 'i.open'),
    closed: ofParty('prospect_id', 'not i.open'),
  },
}

/** Interests of a party: those in scope, and the unfinished ones of others, marked. */
export async function selectOfParty(
  db: Queryable,
  party: { kind: Party; id: string },
  scope: Reach,
  page: {
    open: boolean | undefined
    limit: number
    readerId: string
    after?: readonly [place: string, id: string] | undefined
  },
): Promise<PartyRow[]> {
  const [place, id] = page.after ?? [null, null]
  const text = partyStatements[party.kind][page.open === undefined ? 'all' : page.open ? 'open' : 'closed']
  return db.rows(text, [party.id, scope.sight, place, id, page.limit + 1, page.readerId])
}

/** An unfinished Interest of a party, by its number, whatever the reader may see of it. */
export interface NumberedInterest {
  id: string
  number: string
  clientId: string | null
  prospectId: string | null
  responsibleId: string | null
}
const byNumber = statement<NumberedInterest>(`
  select id, number, client_id as "clientId", prospect_id as "prospectId", responsible_id as "responsibleId"
    from interest where number = $1 and open and (client_id = $2 or prospect_id = $2)`)

export async function findOpenByNumber(
  db: Queryable,
  number: string,
  partyId: string,
): Promise<NumberedInterest | undefined> {
  return db.first(byNumber, [number, partyId])
}
