import { mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { pino } from 'pino'

/** Structured lines. Bodies, query strings, names, phones and mails never go in: only ids, codes and times. */
export type Log = Pick<pino.Logger, 'info' | 'warn' | 'error' | 'debug'> & { child(fields: object): Log }

export function openLog(level: string, destination?: string): pino.Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: label => ({ level: label }) },
    serializers: { err: describeError },
  }
  if (!destination) return pino(options, pino.destination({ dest: 2, sync: true }))
  mkdirSync(dirname(destination), { recursive: true, mode: 0o700 })
  // Opened here: a start that is refused at once would otherwise end before the file is open, with a stack.
  return pino(options, pino.destination({ dest: openSync(destination, 'a', 0o600), sync: false }))
}

/** Messages of database errors quote values of rows, so only their code and place are logged. */
function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, constraint, table, column, routine } = error as Error & Record<string, string | undefined>
  const fromDatabase = Boolean(routine)
  return {
    type: error.name,
    code,
    ...(fromDatabase ? { constraint, table, column, routine } : { message: error.message }),
    stack: error.stack
      ?.split('\n')
      .slice(fromDatabase ? 1 : 0, 12)
      .join('\n'),
  }
}
