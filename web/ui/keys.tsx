import { Kbd } from '@mantine/core'
import { useLingui } from '@lingui/react/macro'
import { createContext, type ReactNode, useContext, useEffect, useEffectEvent, useLayoutEffect, useState } from 'react'
import { bindHotkeys, type Hotkey, newLayer, pushLayer } from '../lib/hotkeys.ts'

export type { Hotkey }

const Layer = createContext(0)

/** Keys of a screen, by physical key; they are listed under `?` and act only while nothing floats above. */
export function useKeys(hotkeys: Hotkey[]): void {
  const layer = useContext(Layer)
  const current = useEffectEvent(() => hotkeys)
  useEffect(() => bindHotkeys(layer, () => current()), [layer])
}

/** Everything inside has the keyboard for itself: sheets, dialogs, the palette. */
export function KeyLayer({ children }: { children: ReactNode }) {
  const [layer] = useState(newLayer)
  useLayoutEffect(() => pushLayer(layer), [layer])
  return <Layer.Provider value={layer}>{children}</Layer.Provider>
}

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** A key as drawn beside what it does: `<Key keys="mod+Enter" />`. */
export function Key({ keys, spoken = false }: { keys: string; spoken?: boolean }) {
  const { t } = useLingui()
  const names: Record<string, string> = {
    mod: isMac ? '⌘' : 'Ctrl',
    alt: isMac ? '⌥' : 'Alt',
    shift: 'Shift',
    ArrowLeft: '←',
    ArrowRight: '→',
    ArrowUp: '↑',
    ArrowDown: '↓',
    Space: t`Пробел`,
    Escape: 'Esc',
    PageUp: 'PgUp',
    PageDown: 'PgDn',
  }
  return (
    <>
      {keys.split(' ').map(part => (
        <Kbd key={part} aria-hidden={!spoken}>
          {part
            .split('+')
            .map(word => names[word] ?? word)
            .join(' ')}
        </Kbd>
      ))}
    </>
  )
}
