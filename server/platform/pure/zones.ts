/** The instant at which a day begins in a zone; where the clock jumps over midnight, the first one after. */
export function startOfDay(date: string, timeZone: string): Date {
  return instantOf(date, '00:00', timeZone)
}

/** The instant of a wall clock time (`15:00`) on a date in a zone. */
export function instantOf(date: string, time: string, timeZone: string): Date {
  const wanted = Date.parse(`${date}T${time}:00Z`)
  const offsetAt = (instant: number) => wallClock(instant, timeZone) - instant
  // The offset before the guess and the one found there differ only around a change of the clocks.
  const guess = wanted - offsetAt(wanted)
  return new Date(wanted - offsetAt(guess))
}

/** `15:00`, as a clock on the wall shows it at that instant. */
export function timeIn(instant: Date, timeZone: string): string {
  return new Date(wallClock(instant.getTime(), timeZone)).toISOString().slice(11, 16)
}

const clocks = new Map<string, Intl.DateTimeFormat>()

/** The wall clock in a zone, as if it were UTC. */
function wallClock(instant: number, timeZone: string): number {
  let clock = clocks.get(timeZone)
  if (!clock) {
    clock = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    clocks.set(timeZone, clock)
  }
  return Date.parse(`${clock.format(instant).replace(' ', 'T')}Z`) + (((instant % 1_000) + 1_000) % 1_000)
}
