import type { Announcement, Moved, Work } from '../../platform/work.ts'
import { shipScenarios } from './shipped/actions.ts'
import type { StateSetting } from './tables.ts'

/** New settings are written; who holds records in a removed state moves them or refuses. */
export interface ScenarioPublished extends Announcement {
  kind: 'scenario.published'
  payload: {
    scenarioId: string
    name: string
    /** The states now in force. */
    states: readonly StateSetting[]
    pausedTriggers: readonly string[]
    removed: readonly { state: StateSetting; targetId: string | null }[]
  }
}

/** A scenario goes out of use; who has unfinished work in it refuses. */
export interface ScenarioArchived extends Announcement {
  kind: 'scenario.archived'
  payload: { scenarioId: string }
}

/** A new company finds the shipped scenarios. */
export async function onCompanySetUp(work: Work): Promise<readonly Moved[]> {
  return shipScenarios(work)
}
