import type { Platform } from '../../../platform/platform.ts'
import { gatherFlow } from './storage.ts'

/** Of the months that are over one row stays where writers, so as not to wait for each other, made several. */
export async function gatherOldFlow(platform: Platform): Promise<void> {
  // Two days on either side of the first of a month nobody needs to know where the company is.
  const before = new Date(platform.now().getTime() - 2 * 86_400_000)
  await gatherFlow(platform.db, `${before.toISOString().slice(0, 7)}-01`)
}
