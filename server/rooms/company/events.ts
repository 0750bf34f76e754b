import type { Moved, Work } from '../../platform/work.ts'
import { shipDirectories } from './actions.ts'

/** A new company finds its directories filled. */
export async function onCompanySetUp(work: Work): Promise<readonly Moved[]> {
  await shipDirectories(work)
  return []
}

export const companyWithin = { 'company.set_up': onCompanySetUp } as const
