import type { Platform } from '../../../platform/platform.ts'
import { refuse } from '../../../platform/problems.ts'
import type { Work } from '../../../platform/work.ts'
import { audit, writeAudit } from '../audit/actions.ts'
import { keyIsAnother, type KeyState } from './contract.ts'
import { getKeyState } from './queries.ts'
import { insertCheck, replaceCheck } from './storage.ts'

const CHECK = 'vault_check'

/**
 * Seals for the database. The first time keeps the value by which other nodes compare their key; a node with another key
 * seals nothing, so that one base never holds values of two keys.
 * @throws secret_key.another
 */
export async function seal(work: Work, purpose: string, text: Buffer): Promise<Buffer> {
  const { vault } = work.platform
  const isAnother = async () => (await getKeyState(work.tx, vault)) === 'another'
  if (await isAnother()) refuse(keyIsAnother)
  await insertCheck(work.tx, checkOf(work.platform), work.now)
  // Of two nodes that seal for the first time at once, the second sees the value of the first.
  if (await isAnother()) refuse(keyIsAnother)
  return vault.seal(purpose, text)
}

/** The same of a text, as settings keep it. */
export async function sealText(work: Work, purpose: string, text: string): Promise<string> {
  return (await seal(work, purpose, Buffer.from(text))).toString('base64url')
}

function checkOf({ vault }: Platform): Buffer {
  return vault.seal(CHECK, Buffer.from(CHECK))
}

/** Compares the key of a node that starts with the base: another one is told loudly, and changes nothing. */
export async function checkKey(platform: Platform): Promise<KeyState> {
  const { db, vault, log } = platform
  const now = platform.now()
  const state = await getKeyState(db, vault)
  if (state === 'right') await insertCheck(db, checkOf(platform), now)
  if (state === 'another') {
    log.error(
      { secretKey: state },
      'the key of this node is not the one with which the base was sealed: second factors and secrets of other services cannot be read here',
    )
    await writeAudit(db, { now, actorId: null }, { kind: 'secret_key.another' })
  }
  return state
}

/** The key of this installation is that of the base from now on: for whoever has lost the former one for good. */
export async function acceptKey(work: Work): Promise<void> {
  await replaceCheck(work.tx, checkOf(work.platform), work.now)
  await audit(work, { kind: 'secret_key.accepted' })
}
