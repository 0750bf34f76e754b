import { notFound } from '../../../platform/contract.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { refuseChange } from '../../access/refusals/actions.ts'
import type { WantedInPlace } from '../../clients/contract.ts'
import { changeInterest } from '../changing/actions.ts'
import { addMember } from '../members/actions.ts'
import { maySell, seesInterest } from '../policy.ts'
import { type Held, holdInterest } from '../storage.ts'

/** An Interest about which the caller may decide, held until the end. @throws not_found, forbidden */
export async function holdAskedInterest(work: Work, id: string): Promise<Held> {
  const held = await holdInterest(work.tx, id, [], { entering: false })
  if (!held || !seesInterest(work.scope.interests, held)) return refuse(notFound)
  return maySell(work, held) ? held : refuseChange('interests', held.responsibleId)
}

/**
 * Gives what was asked for of an Interest through its own doors: whoever does not see the client gets to see it.
 * @throws forbidden, interest.too_many_members, grants.too_many, interest.field_read_only
 */
export async function giveInterest(work: Work, id: string, userId: string, wanted: WantedInPlace): Promise<void> {
  if (wanted === 'member') {
    await addMember(work, id, userId, { grantClient: true })
    return
  }
  const { version } = await holdAskedInterest(work, id)
  await changeInterest(work, id, { version, responsibleId: userId })
}
