import { type BodyOf, notFound } from '../../../platform/contract.ts'
import { refuse, refuseFaults } from '../../../platform/problems.ts'
import { isRepeat, type Work } from '../../../platform/work.ts'
import { authorOf } from '../../clients/actions.ts'
import { holdUnmerged } from '../../clients/merging/redirects/queries.ts'
import { unknownReferences } from '../actions.ts'
import type { addNote as noteContract, addRequest as requestContract } from '../contract.ts'
import { seesInterest } from '../policy.ts'
import { ownersOf } from '../rules.ts'
import { holdInterest } from '../storage.ts'
import { presentNote } from './queries.ts'
import { insertNote, noteCreation, selectNotesById } from './storage.ts'

type Shown = ReturnType<typeof presentNote>

/** Adds a note to the timeline; the Interest's version stays. */
export async function addNote(work: Work, interestId: string, input: BodyOf<typeof noteContract>): Promise<Shown> {
  return add(work, interestId, { ...input, kind: 'note' })
}

/** «Связать с выбранным»: a new request joins this Interest instead of becoming a second one. */
export async function addRequest(
  work: Work,
  interestId: string,
  input: BodyOf<typeof requestContract>,
): Promise<Shown> {
  return add(work, interestId, { ...input, body: input.body ?? '', kind: 'request' })
}

async function add(
  work: Work,
  interestId: string,
  input: {
    id: string
    kind: 'note' | 'request'
    body: string
    contactId?: string | undefined
    channelId?: string | undefined
  },
): Promise<Shown> {
  const { id, kind, body, contactId = null, channelId = null } = input
  const held = await holdInterest(work.tx, interestId, [contactId, channelId], { entering: false })
  if (!held || !seesInterest(work.scope.interests, held)) refuse(notFound)
  if (await isRepeat(work, noteCreation, id)) {
    const [known] = await selectNotesById(work.tx, [id])
    return presentNote(known ?? refuse(notFound))
  }
  if (contactId !== null) await holdUnmerged(work, 'contact', contactId)
  refuseFaults(unknownReferences({ contactId, channelId }, held.known))
  const note = { id, interestId, kind, body, contactId, channelId, authorId: authorOf(work) }
  const made = await insertNote(work.tx, note, work.now, work.creationHash)
  work.record({
    kind: kind === 'note' ? 'interest.note_added' : 'interest.request_added',
    record: { kind: 'interest', id: interestId },
    changes: {
      noteId: { to: id },
      ...(contactId ? { contactId: { to: contactId } } : {}),
      ...(channelId ? { channelId: { to: channelId } } : {}),
    },
    personal: { body: { to: body } },
    owners: ownersOf(held),
  })
  return presentNote(made)
}
