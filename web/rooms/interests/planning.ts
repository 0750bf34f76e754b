import { createContext, useContext } from 'react'
import type { PlanInput } from '../../../server/rooms/interests/contract.ts'

/** What a card can do about steps besides what goes along with a move; filled in by whoever keeps them. */
export type Planning = {
  /** False where it was refused; that has been said. */
  plan: (plan: PlanInput, interestId: string) => Promise<boolean>
}

export const PlanningContext = createContext<Planning>({ plan: async () => false })

export const usePlanning = () => useContext(PlanningContext)
