import type { BodyOf } from '../../../platform/contract.ts'
import type { Work } from '../../../platform/work.ts'
import { createScenario } from '../actions.ts'
import { copyOf, settingsOf } from '../settings/actions.ts'
import type { importScenario as importContract } from './contract.ts'

/** Makes a scenario of a document under ids of its own, so that one document may come in twice. */
export async function importScenario(work: Work, { id, name, document }: BodyOf<typeof importContract>) {
  const settings = copyOf(settingsOf(document.states, document.checklist, []))
  return createScenario(work, { id, name: name ?? document.name, ...settings })
}
