import { notFound, type QueryOf, type ResultOf } from '../../../platform/contract.ts'
import type { Queryable } from '../../../platform/db/database.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Caller } from '../../../platform/scope.ts'
import { listDeciders, listNames } from '../../access/grants/queries.ts'
import {
  findAskableParty,
  listWaiting,
  listWalledAlike,
  presentRequest,
} from '../../clients/access-requests/queries.ts'
import { type Askable, decideWants } from '../../clients/access-requests/rules.ts'
import type { AskedKind, WantedInPlace } from '../../clients/contract.ts'
import { resolveMerged } from '../../clients/merging/redirects/queries.ts'
import { listPartyNames } from '../../clients/names/queries.ts'
import { findAskableInterest } from '../../interests/access-requests/queries.ts'
import { wholeValues } from '../search/rules.ts'
import { listInterestNames } from '../../interests/names/queries.ts'
import { listWalls, type Wall } from '../search/walls/queries.ts'
import type { describeAsking as describeContract } from './contract.ts'

/** What a wall is known by to whoever met it. */
export interface Met {
  typed: string
  /** Whom the wall named; undefined: any. */
  responsibleId?: string | null | undefined
}

/**
 * The walls that somebody has met by what was typed: those that the search tells of, else those that the check for
 * duplicates does. Whatever was shown as a wall is reached by this, also after it has changed hands.
 */
export async function listMetWalls(db: Queryable, caller: Caller, { typed, responsibleId }: Met): Promise<Wall[]> {
  const isNamed = (wall: Wall) => responsibleId === undefined || wall.responsibleId === responsibleId
  const found = await listWalls(db, caller.scope.clients, wholeValues(typed))
  const named = found.filter(isNamed)
  if (named.length > 0) return named
  // Who it is and how much is open was told where the wall was met.
  const alike = (await listWalledAlike(db, caller, typed)).map(
    (party): Wall => ({ ...party, responsibleName: null, openInterests: 0 }),
  )
  const namedAlike = alike.filter(isNamed)
  if (namedAlike.length > 0) return namedAlike
  return found.length > 0 ? found : alike
}

/** A record as somebody who sees it may ask about it; undefined where it is out of sight. */
export async function findAskable(
  db: Queryable,
  caller: Caller,
  { kind, id }: { kind: AskedKind; id: string },
): Promise<Askable | undefined> {
  return kind === 'interest' ? findAskableInterest(db, caller, id) : findAskableParty(db, caller, kind, id)
}

/** What may be asked for from a card and of whom, and what waits. @throws not_found */
export async function describeAsking(
  db: Queryable,
  caller: Caller,
  { kind, id }: QueryOf<typeof describeContract>,
  now: Date,
): Promise<ResultOf<typeof describeContract>> {
  const record = { kind, id: kind === 'interest' ? id : await resolveMerged(db, kind, id) }
  const askable = (await findAskable(db, caller, record)) ?? refuse(notFound)
  const me = caller.actor.userId
  const reach = kind === 'interest' ? 'interests' : 'clients'
  const deciders = (await listDeciders(db, askable.responsibleId, now, reach)).filter(each => each !== me)
  const open = await listWaiting(db, record)
  const mine = open.find(each => each.askerId === me)
  const others = askable.changes ? open.filter(each => each.askerId !== me) : []
  const askers = new Map(
    (
      await listNames(
        db,
        others.map(each => each.askerId),
      )
    ).map(each => [each.id, each]),
  )
  return {
    wants: [...decideWants(askable)],
    whom: await listNames(db, deciders),
    mine: mine ? await presentRequest(db, mine, mine.askedOf) : null,
    stray: mine !== undefined && !deciders.some(each => mine.askedOf.includes(each)),
    waiting: others.map(({ id: requestId, askerId, wanted, until, word, createdAt }) => ({
      id: requestId,
      asker: askers.get(askerId) ?? { id: askerId, name: '' },
      wanted: wanted as WantedInPlace,
      until,
      word,
      createdAt: createdAt.toISOString(),
    })),
  }
}

/** What a record is called, also for whoever has just given it away. */
export async function findTitle(db: Queryable, { kind, id }: { kind: AskedKind; id: string }): Promise<string> {
  const [named] =
    kind === 'interest'
      ? await listInterestNames(db, [id])
      : await listPartyNames(db, [await resolveMerged(db, kind, id)])
  return named?.name ?? ''
}
