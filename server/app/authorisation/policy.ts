/**
 * Who may do what, in the words of the domain (11.8) and the model (26 to 28): this file knows neither a query nor a rule
 * of the product, so that the two can disagree.
 */

export const PROFILES = ['administrator', 'head', 'salesperson', 'marketer', 'observer'] as const
export type Profile = (typeof PROFILES)[number]

/**
 * How a record stands to the caller: the caller is responsible; a colleague of the department; somebody of a department
 * below; somebody elsewhere; the same, and the client was opened to the caller to look at, or for change; nowhere.
 */
export const RELATIONS = ['own', 'department', 'below', 'foreign', 'granted', 'entrusted', 'absent'] as const
export type Relation = (typeof RELATIONS)[number]

export type Area = 'clients' | 'interests' | 'activities'
type Reach = 'nothing' | 'own' | 'below' | 'all'

const everything = (reach: Reach): Record<Area, Reach> => ({ clients: reach, interests: reach, activities: reach })

const SEES: Record<Profile, Record<Area, Reach>> = {
  administrator: everything('all'),
  head: everything('below'),
  salesperson: everything('own'),
  marketer: { clients: 'all', interests: 'all', activities: 'own' },
  observer: everything('below'),
}
const CHANGES: Record<Profile, Record<Area, Reach>> = {
  administrator: everything('all'),
  head: everything('below'),
  salesperson: everything('own'),
  marketer: everything('own'),
  observer: everything('nothing'),
}

/** Who holds a right beside the administrator, who holds every one. */
const HOLDERS = {
  'clients.create': ['head', 'salesperson', 'marketer'],
  'clients.archive': ['head', 'salesperson'],
  'clients.merge': ['head', 'salesperson'],
  'clients.grant': ['head', 'salesperson'],
  'clients.import': ['head', 'marketer'],
  'clients.export': ['head', 'marketer'],
  'interests.create': ['head', 'salesperson', 'marketer'],
  'activities.create': ['head', 'salesperson', 'marketer'],
  'contractor.override': ['head'],
  'history.restore': ['head'],
  'losses.confirm': ['head'],
  'work.hand_over': ['head'],
  'scenarios.administer': ['head'],
  'prospects.unlink': [],
  'absences.others': [],
  'duplicates.administer': [],
  'directories.administer': [],
  'settings.administer': [],
  'users.administer': [],
  'sign_in.administer': [],
  'audit.read': [],
  'access.view_as': [],
} satisfies Record<string, readonly Profile[]>
export type Right = keyof typeof HOLDERS

export function holds(profile: Profile, right: Right): boolean {
  return profile === 'administrator' || (HOLDERS[right] as readonly Profile[]).includes(profile)
}

const WITHIN: Record<Reach, readonly Relation[]> = {
  nothing: [],
  own: ['own'],
  below: ['own', 'department', 'below'],
  all: ['own', 'department', 'below', 'foreign', 'granted', 'entrusted'],
}

/** By whose it is, or because its client was opened. */
export function sees(profile: Profile, area: Area, relation: Relation): boolean {
  return WITHIN[SEES[profile][area]].includes(relation) || isOpened(relation)
}

/** What was opened is seen, and changed where it was opened for that and the profile lets change anything. */
export function changes(profile: Profile, area: Area, relation: Relation): boolean {
  return changesAsOwn(profile, area, relation) || (relation === 'entrusted' && CHANGES[profile][area] !== 'nothing')
}

/** By whose it is: to whom something was opened does not give it on. */
export function changesAsOwn(profile: Profile, area: Area, relation: Relation): boolean {
  return WITHIN[CHANGES[profile][area]].includes(relation)
}

export function isOpened(relation: Relation): boolean {
  return relation === 'granted' || relation === 'entrusted'
}

/** Does the profile lead whoever the record belongs to, or is it the own one? */
export function leads(profile: Profile, relation: Relation): boolean {
  return relation === 'own' || (CHANGES[profile].activities !== 'own' && changesAsOwn(profile, 'activities', relation))
}
