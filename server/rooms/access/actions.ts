import type { Platform } from '../../platform/platform.ts'
import { deleteOld } from './storage.ts'

/** Forgets counts of guesses, ended sessions and spent links some time after they mattered. */
export async function forgetOld({ db, now }: Platform): Promise<void> {
  await deleteOld(db, now())
}
