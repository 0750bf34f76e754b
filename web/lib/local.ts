/** What this browser remembers before anybody signs in: looks only, never a word about a client. */
export type Local = 'theme' | 'density' | 'language'

export function readLocal(name: Local): string | null {
  try {
    return localStorage.getItem(`interes.${name}`)
  } catch {
    return null
  }
}

export function writeLocal(name: Local, value: string): void {
  try {
    localStorage.setItem(`interes.${name}`, value)
  } catch {
    // A browser without storage forgets the look; nothing else depends on it.
  }
}
