import type { Moved, Work } from '../../platform/work.ts'
import { shipDirectories } from './actions.ts'

/** A new company finds its directories filled. */
export async function onCompanySetUp(work: Work): Promise<readonly Moved[]> {
  await shipDirectories(work)
  return []
}
