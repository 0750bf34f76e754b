const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
/** Ctrl+C arrives from the terminal and again from the launcher; only a later one is impatience. */
const SAME_WISH_MS = 3_000

/**
 * Calls `stop` once on the first signal, or when the launcher that started this process is killed, then ends the
 * process. A second, later Ctrl+C ends it at once; the database is then found running by the next start.
 */
export function stopOnSignal(stop: (reason: string) => Promise<void>, onFailure: (error: unknown) => void): void {
  let askedAt: number | undefined
  const ask = async (reason: string) => {
    if (askedAt !== undefined) {
      if (reason === 'SIGINT' && Date.now() - askedAt > SAME_WISH_MS) process.exit(130)
      return
    }
    askedAt = Date.now()
    try {
      await stop(reason)
      process.exit(0)
    } catch (error) {
      onFailure(error)
      process.exit(1)
    }
  }
  for (const signal of SIGNALS) process.on(signal, () => void ask(signal))
  if (process.channel) {
    process.on('disconnect', () => void ask('launcher'))
    process.channel.unref()
  }
}
