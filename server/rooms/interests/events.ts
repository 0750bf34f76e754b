import { PROSPECT_INTERESTS, PROSPECT_LINKED, PROSPECT_UNLINKED } from '../clients/events.ts'
import { onProspectInterestsRead, onProspectLinked, onProspectUnlinked } from './linking/events.ts'
import { onScenarioArchived, onScenarioPublished } from './moving/events.ts'

/** What Interests do inside the transactions of others. */
export const interestsWithin = {
  [PROSPECT_LINKED]: onProspectLinked,
  [PROSPECT_UNLINKED]: onProspectUnlinked,
  [PROSPECT_INTERESTS]: onProspectInterestsRead,
  'scenario.published': onScenarioPublished,
  'scenario.archived': onScenarioArchived,
} as const
