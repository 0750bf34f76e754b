import { isMantineColorScheme, type MantineColorScheme, type MantineColorSchemeManager } from '@mantine/core'
import { readLocal, writeLocal } from '../lib/local.ts'

/** Keeps the theme where `before-paint.js` reads it. */
export function colorSchemeManager(): MantineColorSchemeManager {
  let hear: ((event: StorageEvent) => void) | undefined
  return {
    get: fallback => {
      const kept = readLocal('theme')
      return isMantineColorScheme(kept) ? kept : fallback
    },
    set: value => writeLocal('theme', value),
    subscribe: onUpdate => {
      hear = event => {
        if (event.key === 'interes.theme' && isMantineColorScheme(event.newValue)) {
          onUpdate(event.newValue as MantineColorScheme)
        }
      }
      addEventListener('storage', hear)
    },
    unsubscribe: () => {
      if (hear) removeEventListener('storage', hear)
    },
    clear: () => writeLocal('theme', 'auto'),
  }
}
