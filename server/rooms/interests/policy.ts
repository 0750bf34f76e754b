/** Everybody who sees an Interest works with it: own ones, those of the department, those without a responsible. */
const withClient = {
  edit: true,
  move: true,
  changeScenario: true,
  note: true,
  registerClient: false,
  linkClient: false,
} as const
const withProspect = { ...withClient, registerClient: true, linkClient: true } as const

/** What the caller may do with a card of the board, where it lies. */
export const canCard: Record<string, boolean> = { edit: withClient.edit, move: withClient.move }

/** What the caller may do with an Interest in scope. */
export function canInterest(interest: { clientId: string | null }): Record<string, boolean> {
  return interest.clientId === null ? withProspect : withClient
}
