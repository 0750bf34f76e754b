export const root: string

/** npm as a script for this Node: the one that runs us, or the one that came with the system. */
export function findNpm(node?: string): string
/** Flags of Node for the server itself. */
export const SERVER_FLAGS: readonly string[]
