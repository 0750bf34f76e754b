import { statement, type Transaction } from '../../platform/db/database.ts'
import type { World } from '../testing.ts'

const flush = statement('select 1')

class TakenBack extends Error {}

/**
 * From now on every transaction of this world is rolled back once its work is done, and answered as if it had been
 * committed: so each call meets the same records, in whatever order and however many at once.
 * @returns lets them be committed again
 */
export function takeBackWrites({ db }: World): () => void {
  const { transaction } = db
  const commit = transaction.bind(db)
  db.transaction = async <T>(work: (tx: Transaction) => Promise<T>): Promise<T> => {
    let result: T | undefined
    const undone = commit(async tx => {
      // The last question travels with `commit` otherwise.
      tx.closing = ask => ask()
      result = await work(tx)
      // What waits to travel with another statement is written too.
      await tx.rows(flush)
      throw new TakenBack()
    })
    await undone.catch((error: unknown) => {
      if (!(error instanceof TakenBack)) throw error
    })
    return result as T
  }
  return () => {
    db.transaction = transaction
  }
}
