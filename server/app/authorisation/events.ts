import type { NewEvent } from '../../platform/events/record.ts'
import { NIL_ID } from '../../platform/pure/ids.ts'
import type { Announced } from './asking.ts'
import { type Area, type Profile, PROFILES, type Relation, sees } from './policy.ts'
import type { Stage } from './world.ts'

/**
 * Who is told of an event: everybody; whoever sees the record by its area; those who are named and whoever leads them
 * in an area (a step is told to who does it and to who gave it, a membership to who joins beside the Interest);
 * the one person whose record it is; that person and the administrators; the administrators.
 */
type Audience = 'everybody' | Area | 'named' | 'private' | 'administered' | 'administrators'

const ABOUT_EVERYBODY = new Set(['user.created', 'user.changed', 'user.role_changed', 'user.deactivated'])

/** By the kind of the record, which is all that a stream knows of it. */
export const AUDIENCES: Record<string, Audience | ((event: NewEvent) => Audience)> = {
  client: 'clients',
  contractor: 'clients',
  contact: 'clients',
  prospect: 'clients',
  interest: 'interests',
  column: 'interests',
  member: 'interests',
  activity: 'named',
  grant: 'named',
  access_request: 'named',
  hand_over: 'named',
  notice: 'private',
  settings: ({ record }) => (record.id === NIL_ID ? 'everybody' : 'private'),
  user: ({ kind }) => (ABOUT_EVERYBODY.has(kind) ? 'everybody' : 'administered'),
  api_key: 'administered',
  import: 'administered',
  ldap: 'administrators',
  single_sign_on: 'administrators',
  sign_in_rules: 'everybody',
  absence: 'everybody',
  department: 'everybody',
  profile: 'everybody',
  company: 'everybody',
  calendar_year: 'everybody',
  scenario: 'everybody',
  duplicate_rules: 'everybody',
  duplicate_search: 'everybody',
  service_type: 'everybody',
  loss_reason: 'everybody',
  channel: 'everybody',
  source: 'everybody',
  project: 'everybody',
  calendar_region: 'everybody',
  interaction_kind: 'everybody',
}

type Owner = keyof Stage['families']

/** Whose a record is, as the stage was set. */
export class Ownership {
  readonly #stage: Stage
  readonly #ofRecord: ReadonlyMap<string, Owner>

  constructor(stage: Stage) {
    this.#stage = stage
    const families = Object.entries(stage.families) as [Owner, Stage['families'][Owner]][]
    this.#ofRecord = new Map(
      families.flatMap(([owner, family]) => Object.values(family).map(id => [id, owner] as const)),
    )
  }

  /** Who of the callers is told of it, by the policy. */
  audienceOf(announced: Announced): Profile[] {
    const { event } = announced
    const found = AUDIENCES[event.record.kind]
    const audience = typeof found === 'function' ? found(event) : found
    return PROFILES.filter(profile => {
      const isNamed = event.owners?.includes(this.#stage.callers[profile].id) === true
      switch (audience) {
        case 'everybody':
          return true
        case 'private':
          return isNamed
        case 'administered':
          return isNamed || profile === 'administrator'
        case 'administrators':
          return profile === 'administrator'
        case 'named':
          return this.#seesNamed(event, profile, event.record.kind === 'activity' ? 'activities' : 'clients')
        case undefined:
          return false
        default:
          return this.#hears(announced, profile, audience)
      }
    })
  }

  #seesNamed({ owners, record }: NewEvent, profile: Profile, area: Area): boolean {
    if (this.#isOpenedClient(record.id)) return true
    return (owners ?? []).some(id => {
      const owner = this.#ofRecord.get(id)
      return owner === undefined ? profile === 'administrator' : this.#reaches(profile, area, owner)
    })
  }

  /** Of what was opened only the client itself is told. */
  #hears({ event, cell }: Announced, profile: Profile, area: Area): boolean {
    const { record } = event
    const isGoing = cell.name === 'POST /work-hand-overs' || record.kind === 'member'
    if (isGoing && this.#seesNamed(event, profile, area)) return true
    if (this.#isOpenedClient(record.id)) return true
    return this.#reaches(profile, area, this.#ofRecord.get(record.id) ?? this.#metBy(cell))
  }

  /** A new record belongs to whom the cell is about, else to the caller. */
  #metBy({ entry, profile, relation }: Announced['cell']): Owner {
    const isCallers = !entry.judge || relation === 'own' || relation === 'absent'
    return isCallers ? (profile ?? 'observer') : relation
  }

  #isOpenedClient(id: string): boolean {
    const { granted, entrusted } = this.#stage.families
    return id === granted.client || id === entrusted.client
  }

  #reaches(profile: Profile, area: Area, owner: Owner): boolean {
    return sees(profile, area, this.#relationOf(profile, owner))
  }

  #relationOf(profile: Profile, owner: Owner): Relation {
    if (owner === profile) return 'own'
    if (owner === 'granted' || owner === 'entrusted') return 'foreign'
    return (PROFILES as readonly string[]).includes(owner) ? 'department' : (owner as Relation)
  }
}
