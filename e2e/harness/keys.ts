import type { Page } from '@playwright/test'

/** What the keys write under the Russian layout, by their place on the keyboard. */
const letters: Record<string, string> = {
  KeyA: 'ф',
  KeyB: 'и',
  KeyC: 'с',
  KeyD: 'в',
  KeyE: 'у',
  KeyF: 'а',
  KeyG: 'п',
  KeyJ: 'о',
  KeyK: 'л',
  KeyL: 'д',
  KeyM: 'ь',
  KeyN: 'т',
  KeyO: 'щ',
  KeyP: 'з',
  KeyS: 'ы',
  KeyT: 'е',
  KeyV: 'м',
  KeyX: 'ч',
  KeyZ: 'я',
}

const bits = { Alt: 1, Control: 2, Shift: 8 } as const

/** Presses a key of the Russian layout: the same place, another letter; hotkeys must not notice the difference. */
export async function pressRussian(page: Page, code: string, held: (keyof typeof bits)[] = []): Promise<void> {
  const key = letters[code]
  if (key === undefined) throw new Error(`no Russian letter is known for ${code}`)
  const session = await page.context().newCDPSession(page)
  const common = {
    code,
    key,
    windowsVirtualKeyCode: code.charCodeAt(3),
    modifiers: held.reduce((sum, name) => sum + bits[name], 0),
  }
  const writes = held.length === 0
  await session.send('Input.dispatchKeyEvent', {
    ...common,
    type: writes ? 'keyDown' : 'rawKeyDown',
    ...(writes ? { text: key } : {}),
  })
  await session.send('Input.dispatchKeyEvent', { ...common, type: 'keyUp' })
  await session.detach()
}

/** Puts a text on the clipboard and pastes it where the focus is, as a person does. */
export async function paste(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate(value => navigator.clipboard.writeText(value), text)
  await page.keyboard.press('Control+v')
}

/**
 * A quick hand: the second key falls at the very moment at which the page shows what the first one did, before anything
 * that the page does a moment later. Both by physical key.
 */
export async function pressTogether(page: Page, first: string, second: string): Promise<void> {
  await page.evaluate(
    async ([first, second]) => {
      const press = (code: string) =>
        (document.activeElement ?? document.body).dispatchEvent(
          new KeyboardEvent('keydown', { code, key: code, bubbles: true, cancelable: true }),
        )
      const shown = new Promise<void>(resolve => {
        const watch = new MutationObserver(() => {
          watch.disconnect()
          resolve()
        })
        watch.observe(document.body, { attributes: true, subtree: true, attributeFilter: ['data-active'] })
      })
      press(first)
      await shown
      press(second)
    },
    [first, second] as const,
  )
}
