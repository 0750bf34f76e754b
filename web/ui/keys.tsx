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

/** Everything inside has the keyboard for itself: sheets, dialogs, the palette. Afterwards the focus goes back. */
export function KeyLayer({ children }: { children: ReactNode }) {
  const [layer] = useState(newLayer)
  const [before] = useState(() => document.activeElement)
  useLayoutEffect(() => pushLayer(layer), [layer])
  useEffect(() => () => focusBack(before), [before])
  return <Layer.Provider value={layer}>{children}</Layer.Provider>
}

/** To what had the focus, or to what stands in its place under the same id; not if somebody has it already. */
function focusBack(before: Element | null): void {
  requestAnimationFrame(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return
    const target = before?.isConnected ? before : document.getElementById(before?.id || '-')
    if (target instanceof HTMLElement) target.focus({ preventScroll: true })
  })
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
