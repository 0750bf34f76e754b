/** Words for the terminal: in the language of its locale, English unless it is Russian. */
export function say(english: string, russian: string): string {
  const locale = process.env['LC_ALL'] || process.env['LC_MESSAGES'] || process.env['LANG'] || ''
  return locale.startsWith('ru') ? russian : english
}
