import { afterEach, expect, test, vi } from 'vitest'
import { copyText } from './copy-text.ts'

afterEach(() => vi.unstubAllGlobals())

/** A page that remembers what was selected when it was told to copy. */
function aPage(clipboard: { writeText: (text: string) => Promise<void> } | undefined) {
  const area = { value: '', style: {}, select: () => {}, remove: vi.fn() }
  const copied: string[] = []
  vi.stubGlobal('HTMLElement', class {})
  vi.stubGlobal('navigator', { clipboard })
  vi.stubGlobal('document', {
    activeElement: null,
    createElement: () => area,
    body: { append: () => {} },
    execCommand: () => copied.push(area.value) > 0,
  })
  return { area, copied }
}

test('a text is copied without a secure context, and nothing stays on the page', async () => {
  const { area, copied } = aPage(undefined)
  expect(await copyText('req-1')).toBe(true)
  expect(copied).toEqual(['req-1'])
  expect(area.remove).toHaveBeenCalledOnce()
})

test('a clipboard that refuses is gone round', async () => {
  const { copied } = aPage({ writeText: () => Promise.reject(new Error('denied')) })
  expect(await copyText('req-2')).toBe(true)
  expect(copied).toEqual(['req-2'])
})

test('a clipboard that takes the text is enough', async () => {
  const { copied } = aPage({ writeText: () => Promise.resolve() })
  expect(await copyText('req-3')).toBe(true)
  expect(copied).toEqual([])
})
