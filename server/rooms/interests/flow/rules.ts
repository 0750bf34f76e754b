/** How often Interests went one way in a period; the words are those of `interest_flow`. */
export interface Flow {
  /** The unfinished state where they stood last; null: they came into the scenario. */
  fromId: string | null
  /** Null: they left for another scenario. */
  toId: string | null
  /** The outcome that they were taken back from. */
  leavingId: string | null
  leavingReasonId: string | null
  reasonId: string | null
  currency: string
  /** Did they enter in the same period where they were before? */
  within: boolean
  count: number
  amount: string
  /** Seconds in the state that they left, and from the creation to the outcome that they entered. */
  stayed: number
  lasted: number
}
