import type { Work } from '../../../../platform/work.ts'
import { probeClient } from '../../actions.ts'
import { probeContact } from '../../contacts/rules.ts'
import { listSimilar } from '../../duplicates/queries.ts'
import { offerLinks } from '../../offers/actions.ts'
import type { ClientRecord } from '../../tables.ts'

/** Prospects that look like a client that took over another one, with all that this one was known by, are offered for linking. */
export async function offerLinksOfMerged(work: Work, client: ClientRecord, loserId: string): Promise<void> {
  const self = { ownerIds: [client.id, loserId], clientIds: [client.id, loserId] }
  const { inn, kpp, ogrn } = client.contractors.find(each => each.main) ?? { inn: null, kpp: null, ogrn: null }
  const probes = [
    ...probeClient({ ...client, inn, kpp, ogrn }, ''),
    ...client.contacts.flatMap((contact, at) => probeContact({ ...contact, nameKey: '' }, `contacts[${at}].`)),
  ]
  await offerLinks(work, client, await listSimilar(work.tx, work.caller, probes, self))
}
