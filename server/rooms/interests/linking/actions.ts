import { refuseChange } from '../../access/refusals/actions.ts'
import { notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { createClient } from '../../clients/actions.ts'
import type { ClientInput } from '../../clients/contract.ts'
import { linkProspect } from '../../clients/linking/actions.ts'
import { hasClient } from '../contract.ts'
import { maySell, seesInterest } from '../policy.ts'
import { getInterest } from '../queries.ts'
import { holdInterest } from '../storage.ts'
import { listVersions } from './storage.ts'

/**
 * «Новый клиент» from an Interest: registers the client, links the prospect to it and its first contact, and all
 * Interests of that prospect follow. The client is looked after by whoever looks after the Interest.
 * @throws interest.has_client, contractor.exists, similar_found
 */
export async function registerInterestClient(work: Work, id: string, input: ClientInput) {
  const held = await holdInterest(work.tx, id, [], { entering: false })
  if (!held || !seesInterest(work.scope.interests, held)) refuse(notFound)
  if (!maySell(work, held)) refuseChange('interests', held.responsibleId)
  const isRepeated = held.clientId === input.id
  if (held.clientId !== null && !isRepeated) refuse(hasClient)
  const prospectId = held.prospectId ?? refuse(hasClient)
  const responsible = held.responsibleId ? { responsibleId: held.responsibleId } : {}
  const client = await createClient(work, { ...responsible, ...input }, { prospectId })
  if (!isRepeated) {
    const contactId = client.contacts[0]?.id ?? null
    const { interests } = await linkProspect(work, prospectId, { clientId: client.id, contactId })
    return { client, interest: await getInterest(work.tx, work.caller, id), interests }
  }
  const interests = await listVersions(work.tx, prospectId)
  return { client, interest: await getInterest(work.tx, work.caller, id), interests }
}
