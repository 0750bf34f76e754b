import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { readBack, refuseFaults } from '../actions.ts'
import { type addContractor as addContract, type Client, clientArchived } from '../contract.ts'
import { lockProbes, requireNewContractor, toWarnings } from '../duplicates/actions.ts'
import { created, partyEvent } from '../events.ts'
import { writePartyIdentities } from '../identity/actions.ts'
import { decideRequisites } from '../rules.ts'
import { findClientForUpdate } from '../storage.ts'
import { contractorCreation, insertContractor } from './storage.ts'

/**
 * Adds a legal entity to a client that works through several.
 * @throws not_found, client.archived, invalid, contractor.exists
 */
export async function addContractor(work: Work, clientId: string, input: BodyOf<typeof addContract>): Promise<Client> {
  const client = (await findClientForUpdate(work.tx, clientId, work.scope.principals)) ?? refuse(notFound)
  if (await isRepeat(work, contractorCreation, input.id)) return readBack(work, clientId)
  if (client.archivedAt !== null) refuse(clientArchived)
  const { inn, kpp, ogrn, faults } = decideRequisites(input.kind, input)
  refuseFaults(faults)
  await lockProbes(work, [], [inn])
  const { id, kind, name, fullName = null, override } = input
  const findings = await requireNewContractor(work, { id, inn, kpp, field: 'inn', override })
  const contractor = { id, kind, name, fullName, inn, kpp, ogrn }
  await insertContractor(work.tx, clientId, contractor, work.now, work.creationHash)
  await writePartyIdentities(work.tx, {
    ...client,
    contractors: [...client.contractors, { ...contractor, main: false, archived: false }],
  })
  work.record(
    partyEvent('contractor.created', { kind: 'contractor', id }, 1, created({ ...contractor, id: null, clientId }), [
      client.responsibleId,
    ]),
  )
  const own = findings.filter(finding => (finding.data as { id?: string | null }).id !== clientId)
  return { ...(await readBack(work, clientId)), warnings: toWarnings(work, own) }
}
