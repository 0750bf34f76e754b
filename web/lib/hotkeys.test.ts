import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { bindHotkeys, hotkeysNow, matchesKey, newLayer, pushLayer } from './hotkeys.ts'

const press = (code: string, key: string, held: Partial<KeyboardEvent> = {}) =>
  ({ code, key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held }) as KeyboardEvent

describe('a key', () => {
  it('is its place on the keyboard, so the Russian layout works', () => {
    expect(matchesKey('K', press('KeyK', 'л'))).toBe(true)
    expect(matchesKey('mod+K', press('KeyK', 'л', { ctrlKey: true }))).toBe(true)
    expect(matchesKey('mod+K', press('KeyK', 'k', { metaKey: true }))).toBe(true)
    expect(matchesKey('K', press('KeyK', 'k', { ctrlKey: true }))).toBe(false)
  })

  it('«?» is found in both layouts', () => {
    expect(matchesKey('?', press('Slash', ',', { shiftKey: true }))).toBe(true)
    expect(matchesKey('?', press('Digit7', '?', { shiftKey: true }))).toBe(true)
    expect(matchesKey('?', press('Slash', '/'))).toBe(false)
  })

  it('with Shift is another key', () => {
    expect(matchesKey('shift+ArrowDown', press('ArrowDown', 'ArrowDown', { shiftKey: true }))).toBe(true)
    expect(matchesKey('ArrowDown', press('ArrowDown', 'ArrowDown', { shiftKey: true }))).toBe(false)
  })
})

describe('keys of layers', () => {
  const undo: (() => void)[] = []
  beforeEach(() => undo.splice(0))
  afterEach(() => {
    for (const each of undo) each()
  })

  it('an open sheet takes the keys of the page below, except those that act everywhere', () => {
    const run = vi.fn()
    undo.push(
      bindHotkeys(0, () => [
        { keys: 'N', run },
        { keys: 'mod+K', run, everywhere: true },
      ]),
    )
    expect(hotkeysNow().map(each => each.keys)).toEqual(['N', 'mod+K'])
    const sheet = newLayer()
    const close = pushLayer(sheet)
    undo.push(bindHotkeys(sheet, () => [{ keys: 'Escape', run }]))
    expect(hotkeysNow().map(each => each.keys)).toEqual(['Escape', 'mod+K'])
    close()
    expect(hotkeysNow().map(each => each.keys)).toEqual(['N', 'mod+K'])
  })

  it('the key of a page wins over the same key that acts everywhere, in whatever order they came', () => {
    const page = { keys: 'N', does: 'page', run: vi.fn() }
    const shell = { keys: 'N', does: 'shell', run: vi.fn(), everywhere: true }
    for (const order of [
      [page, shell],
      [shell, page],
    ]) {
      const bound = order.map(each => bindHotkeys(0, () => [each]))
      expect(hotkeysNow().map(each => each.does)).toEqual(['page', 'shell'])
      for (const each of bound) each()
    }
  })
})
