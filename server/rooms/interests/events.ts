import {
  PARTIES_MERGED,
  PARTIES_UNMERGED,
  PROSPECT_INTERESTS,
  PROSPECT_LINKED,
  PROSPECT_UNLINKED,
} from '../clients/events.ts'
import { onProspectInterestsRead, onProspectLinked, onProspectUnlinked } from './linking/events.ts'
import { USER_DEACTIVATED } from '../access/events.ts'
import { onUserDeactivated } from './members/events.ts'
import { onPartiesMerged, onPartiesUnmerged } from './merging/events.ts'
import { onScenarioArchived, onScenarioPublished } from './moving/events.ts'

/** What Interests do inside the transactions of others. */
export const interestsWithin = {
  [PROSPECT_LINKED]: onProspectLinked,
  [PROSPECT_UNLINKED]: onProspectUnlinked,
  [PROSPECT_INTERESTS]: onProspectInterestsRead,
  [PARTIES_MERGED]: onPartiesMerged,
  [PARTIES_UNMERGED]: onPartiesUnmerged,
  [USER_DEACTIVATED]: onUserDeactivated,
  'scenario.published': onScenarioPublished,
  'scenario.archived': onScenarioArchived,
} as const
