export interface Holder {
  pid: number
  /** When the lock was taken, ISO 8601. */
  since: string
  [fact: string]: unknown
}

export interface Lock {
  tell(facts: Record<string, unknown>): void
  release(): void
}

export function findHolder(file: string): Holder | undefined
export function tryLock(file: string): Lock | undefined
export function lock(file: string, onWait?: (holder: Holder | undefined) => void): Promise<Lock>
