/** Both chains as one line that can be printed or mailed. */
export function printAnchor(
  log: { count: number; hash: string },
  history: { count: number; hash: string } | null,
): string {
  return [log, ...(history ? [history] : [])].map(({ hash, count }) => `${hash}:${count}`).join(':')
}
