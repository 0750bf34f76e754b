// @ts-expect-error: the web part knows no Node, only its tests run there
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css: string = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8')

type Scheme = Map<string, string>

/** The tokens of a scheme; dark falls back to light for what it does not name. */
function tokensOf(scheme: 'light' | 'dark'): Scheme {
  const found: Scheme = new Map()
  for (const [, selector = '', body = ''] of css
    .replaceAll(/\/\*[\s\S]*?\*\//g, '')
    .matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    if (!selector.includes('data-mantine-color-scheme') || (scheme === 'light' && !selector.includes('"light"')))
      continue
    for (const [, name = '', value = ''] of body.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6})/g)) found.set(name, value)
  }
  return found
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map(at => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map(channel => (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const surfaces = ['canvas', 'sheet', 'raised', 'hover', 'select']

/** What stands on what, and the ratio it needs (WCAG 2.2: text 4.5, everything that must be seen 3). */
const pairs: [front: string, backs: string[], limit: number][] = [
  ['ink', [...surfaces, 'field', 'press'], 4.5],
  ['ink-2', [...surfaces, 'field', 'press'], 4.5],
  ['ink-3', ['canvas', 'sheet', 'raised', 'field', 'hover', 'select'], 4.5],
  ['accent-ink', [...surfaces, 'accent-soft', 'field'], 4.5],
  ['on-accent', ['accent', 'accent-hover'], 4.5],
  ['bad', ['canvas', 'sheet', 'raised', 'hover', 'bad-soft', 'select'], 4.5],
  ['due', ['canvas', 'sheet', 'raised', 'hover', 'due-soft', 'select'], 4.5],
  ['good', ['canvas', 'sheet', 'raised', 'hover', 'good-soft', 'select'], 4.5],
  ['ink', ['bad-soft', 'due-soft', 'good-soft', 'accent-soft'], 4.5],
  ['on-mark', ['mark'], 4.5],
  ['sheet', ['ink'], 4.5],
  ['edge', ['canvas', 'sheet', 'raised', 'field'], 3],
  ['focus', [...surfaces, 'field'], 3],
  ['bad-fill', ['canvas', 'sheet'], 3],
  ['due-fill', ['sheet'], 3],
  ['good-fill', ['canvas', 'sheet'], 3],
  ['s4', ['sheet'], 3],
]

describe.each(['light', 'dark'] as const)('colours of the %s scheme', scheme => {
  const tokens = tokensOf(scheme)
  it.each(pairs)('%s can be read on %j', (front, backs, limit) => {
    for (const back of backs) {
      const [one, other] = [tokens.get(front), tokens.get(back)]
      if (!one || !other) throw new Error(`no token --${one ? back : front}`)
      expect(contrast(one, other), `--${front} on --${back}`).toBeGreaterThanOrEqual(limit)
    }
  })
})
