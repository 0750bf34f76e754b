/** One key of a screen. `keys` is written by physical key: `N`, `mod+K`, `alt+ArrowRight`, `Space`, `shift+?`, `G D`. */
export type Hotkey = {
  keys: string
  /** What it does, in the words of the visible control; absent keys are not listed under `?`. */
  does?: string
  run: (event: KeyboardEvent) => void
  /** Also while a field has the focus; keys with Ctrl or Alt do so by themselves. */
  inFields?: boolean
  /** Not now: listed, but does nothing. */
  off?: boolean
  /** Acts on every layer, also under an open sheet. */
  everywhere?: boolean
}

type Binding = { layer: number; hotkeys: () => Hotkey[] }

const bindings = new Set<Binding>()
const layers: number[] = [0]
let nextLayer = 0
let pending: { first: string; at: number } | undefined
let escapeOwned = false

export function newLayer(): number {
  nextLayer += 1
  return nextLayer
}

/** A floating thing takes the keys of everything below it until it goes. */
export function pushLayer(layer: number): () => void {
  layers.push(layer)
  return () => {
    const at = layers.indexOf(layer)
    if (at > 0) layers.splice(at, 1)
  }
}

export function bindHotkeys(layer: number, hotkeys: () => Hotkey[]): () => void {
  const binding = { layer, hotkeys }
  bindings.add(binding)
  return () => {
    bindings.delete(binding)
  }
}

/** The keys that act now, those of the upper layer first: what `?` lists. */
export function hotkeysNow(): Hotkey[] {
  const top = layers.at(-1) ?? 0
  return knownHotkeys()
    .filter(({ layer, hotkey }) => layer === top || hotkey.everywhere)
    .map(each => each.hotkey)
}

/**
 * What a page added comes before what acts everywhere, whichever was bound first: a page that was loaded together
 * with the shell binds before it.
 */
function knownHotkeys(): { layer: number; hotkey: Hotkey }[] {
  const all = [...bindings].reverse().flatMap(({ layer, hotkeys }) => hotkeys().map(hotkey => ({ layer, hotkey })))
  return [...all.filter(each => !each.hotkey.everywhere), ...all.filter(each => each.hotkey.everywhere)]
}

const plainCodes: Record<string, string> = {
  ' ': 'Space',
  '/': 'Slash',
  '?': 'Slash',
  '.': 'Period',
  ',': 'Comma',
  '-': 'Minus',
  '+': 'Equal',
}

export function matchesKey(part: string, event: KeyboardEvent): boolean {
  const words = part.split('+')
  const key = words.pop() ?? ''
  const wants = (name: string) => words.includes(name)
  const mod = event.ctrlKey || event.metaKey
  if (mod !== (wants('mod') || wants('ctrl')) || event.altKey !== wants('alt')) return false
  if (key === '?') return event.key === '?' || (event.code === 'Slash' && event.shiftKey)
  if (event.shiftKey !== wants('shift')) return false
  if (/^[A-Z]$/.test(key)) return event.code === `Key${key}`
  if (/^\d$/.test(key)) return event.code === `Digit${key}` || event.code === `Numpad${key}`
  if (key === 'Enter') return event.code === 'Enter' || event.code === 'NumpadEnter'
  return event.code === (plainCodes[key] ?? key) || event.key === key
}

const isField = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable ||
    (/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) &&
      !/^(checkbox|radio|button)$/.test((target as HTMLInputElement).type)))

const takesEnter = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('button, a, summary, [role="option"], [role="radio"], input') !== null

const inList = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('[role="menu"], [role="listbox"]') !== null

function handle(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  if (event.code === 'Escape' && escapeOwned) return
  const before = pending && Date.now() - pending.at < 1_500 ? pending.first : undefined
  pending = undefined
  const field = isField(event.target)
  const modified = event.ctrlKey || event.metaKey || event.altKey
  const enter = event.code === 'Enter' || event.code === 'Space' || event.code === 'NumpadEnter'
  const top = layers.at(-1) ?? 0
  const known = knownHotkeys()
  for (const { layer, hotkey } of known) {
    if (layer !== top && !hotkey.everywhere) continue
    const escape = event.code === 'Escape'
    if (field && !modified && !escape && !hotkey.inFields) continue
    if (!modified && !escape && inList(event.target)) continue
    if (enter && !modified && takesEnter(event.target)) continue
    const [first = '', second] = hotkey.keys.split(' ')
    if (second !== undefined) {
      if (before === first && matchesKey(second, event)) return run(hotkey, event)
      if (matchesKey(first, event) && !field) pending = { first, at: Date.now() }
      continue
    }
    if (before !== undefined && sequenceStarts(known, before, event)) continue
    if (matchesKey(first, event)) return run(hotkey, event)
  }
}

/** `G S` wins over a lone `S` of the page. */
function sequenceStarts(known: { hotkey: Hotkey }[], before: string, event: KeyboardEvent): boolean {
  return known.some(({ hotkey }) => {
    const [first, second] = hotkey.keys.split(' ')
    return first === before && second !== undefined && matchesKey(second, event)
  })
}

function run(hotkey: Hotkey, event: KeyboardEvent): void {
  pending = undefined
  if (hotkey.off) return
  event.preventDefault()
  hotkey.run(event)
}

const opensList = (target: EventTarget | null) =>
  target instanceof Element && target.closest('[aria-haspopup="listbox"]') !== null

const closesItself = [
  '[data-mantine-stop-propagation="true"]',
  '[data-own-escape]',
  '[role="menu"]',
  '[role="listbox"]',
  '.mantine-Popover-dropdown',
  'input[aria-haspopup="dialog"][aria-expanded="true"]',
].join(', ')

/** Starts listening; the shell does it once. */
export function listenToKeys(): () => void {
  // An open list, menu or calendar closes itself on Escape; that is decided before it has gone from the page.
  const look = (event: KeyboardEvent) => {
    escapeOwned =
      event.code === 'Escape' && event.target instanceof Element && event.target.closest(closesItself) !== null
    // A field with a list opens it on Enter, whatever is held with it: Ctrl Enter saves from there too.
    if (event.code === 'Enter' && (event.ctrlKey || event.metaKey) && opensList(event.target)) {
      handle(event)
      if (event.defaultPrevented) event.stopPropagation()
    }
  }
  addEventListener('keydown', look, { capture: true })
  // On the document, before the tooltips that listen there while they are open and keep Escape from the window.
  document.addEventListener('keydown', handle)
  return () => {
    removeEventListener('keydown', look, { capture: true })
    document.removeEventListener('keydown', handle)
  }
}
