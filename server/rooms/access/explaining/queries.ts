import type { Queryable } from '../../../platform/db/database.ts'
import type { Caller } from '../../../platform/scope.ts'
import { callerOf } from '../gates/queries.ts'
import { selectDepartmentNames, selectNames } from '../grants/storage.ts'
import { SHIPPED } from '../rules.ts'
import { DEFAULT_TIME_ZONE } from '../sessions/rules.ts'
import { type Grant, RULES, type Seeing, type Viewer } from './contract.ts'
import { type Facts, type Ground, reasonsOf, standingOf, substituteFor } from './rules.ts'
import { selectDepartments, selectGrants, selectOwners, selectPeople, selectQueues, selectStandIns } from './storage.ts'

export type { Ground } from './rules.ts'

/**
 * Who sees a record, and by which rules. Who does is decided as the gate and the room decide it: everybody becomes the
 * caller that the gate would make, and the room says whether that caller sees it; the rules only give the reasons.
 * @param grounds all by which it may be seen
 * @param sees what the room asks before it shows the record
 */
export async function listViewers(
  db: Queryable,
  now: Date,
  grounds: readonly Ground[],
  sees: (caller: Caller) => boolean,
): Promise<Viewer[]> {
  const facts = await readFacts(db, now, grounds)
  const people = (await selectPeople(db)).map(row => ({ ...row, grounds: row.grounds ?? SHIPPED[row.role] }))
  const standIns = await selectStandIns(db, now)
  const knownOf = (person: (typeof people)[number]) => ({
    ...person,
    ...standingOf(person, facts),
    timeZone: DEFAULT_TIME_ZONE,
  })
  const viewers = people.flatMap((person): Viewer[] => {
    const absent = standIns
      .filter(each => each.substituteId === person.id)
      .flatMap(handedOver => {
        const away = people.find(each => each.id === handedOver.userId)
        return away ? [{ away, person: knownOf(away), handedOver }] : []
      })
    const caller = callerOf({ ...knownOf(person), absent }, 'person', null)
    if (!sees(caller)) return []
    const through = absent.flatMap(({ away, handedOver }) => {
      const taken = grounds.filter(each => handedOver.kinds.includes(each.reach))
      return reasonsOf(away, taken, facts).length > 0 ? [substituteFor(away, handedOver.until)] : []
    })
    return [viewerOf(person, [...reasonsOf(person, grounds, facts), ...through])]
  })
  const rank = ({ reason }: Viewer) => RULES.indexOf(reason)
  return viewers.sort((a, b) => rank(a) - rank(b))
}

async function readFacts(db: Queryable, now: Date, grounds: readonly Ground[]): Promise<Facts> {
  const userIds = grounds.flatMap(each => (each.kind === 'owner' ? (each.userId ?? []) : []))
  const clientIds = grounds.flatMap(each => (each.kind === 'client' ? each.clientId : []))
  const stateIds = grounds.flatMap(each => (each.kind === 'state' ? each.stateId : []))
  const departments = await selectDepartments(db)
  const owners = await selectOwners(db, userIds)
  return {
    departments: new Map(departments.map(each => [each.id, each])),
    owners: new Map(owners.map(each => [each.id, each])),
    grants: await selectGrants(db, clientIds, now),
    queues: await selectQueues(db, stateIds),
  }
}

function viewerOf({ id, name }: { id: string; name: string }, reasons: Seeing[]): Viewer {
  const granted = reasons.find(each => each.grantedAt !== null)
  return {
    user: { id, name },
    reason: reasons[0]?.rule ?? 'other',
    reasons,
    grantedAt: granted?.grantedAt ?? null,
    grantedBy: granted?.grantedBy ?? null,
    until: granted?.until ?? null,
  }
}

/** To whom a record is open, the departments first; the caller has decided that it may be asked. */
export async function listGrants(db: Queryable, now: Date, recordId: string): Promise<Grant[]> {
  const rows = await selectGrants(db, [recordId], now)
  const ids = rows.map(each => each.principalId)
  const departments = new Map((await selectDepartmentNames(db, ids)).map(each => [each.id, each.name]))
  const people = new Map((await selectNames(db, ids)).map(each => [each.id, each.name]))
  const grants = rows.map(({ principalId, grantedAt, grantedBy, changes, expiresAt }): Grant => {
    const department = departments.get(principalId)
    return {
      to: {
        kind: department === undefined ? 'user' : 'department',
        id: principalId,
        name: department ?? people.get(principalId) ?? '',
      },
      grantedAt: grantedAt.toISOString(),
      grantedBy,
      changes,
      until: expiresAt?.toISOString() ?? null,
    }
  })
  return grants.sort((a, b) => (a.to.kind === b.to.kind ? 0 : a.to.kind === 'department' ? -1 : 1))
}
