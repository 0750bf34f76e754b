/** One import seen in a file. `names` is empty for a whole-module, side-effect or dynamic import. */
export type Import = {
  target: string
  line: number
  kind: 'static' | 'export' | 'dynamic' | 'url'
  typeOnly: boolean
  names: string[]
}

/** What a dynamic import of an expression is reported as: nobody can tell where it leads. */
export const unknownTarget = '<expression>'

/**
 * Sees static imports, `import type`, re-exports, dynamic imports and `new URL('./x.ts', import.meta.url)`.
 * Comments, templates and regular expressions are blanked first, so that a text which looks like an import is none.
 * TypeScript 7 has no JavaScript API, and a parser would be a dependency for forty lines.
 */
export function scanImports(text: string): Import[] {
  const { masked, strings } = mask(text)
  const found: (Import & { at: number })[] = []
  const add = (at: number, kind: Import['kind'], index: string | undefined, type: boolean, clause = '') => {
    const target = index === undefined ? unknownTarget : (strings[Number(index)] ?? '')
    const names = namesOf(clause)
    const line = masked.slice(0, at).split('\n').length
    found.push({ at, target, line, kind, typeOnly: type || allTypes(clause), names })
  }
  const clause = String.raw`((?:\s*[\w$]+\s*,?)?\s*(?:\{[^{}]*\}|\*\s*as\s+[\w$]+)?)`
  for (const m of masked.matchAll(
    new RegExp(String.raw`\bimport\b(\s+type\b(?!\s*(?:,|from\b)))?${clause}\s*\bfrom\s*"#(\d+)"`, 'g'),
  )) {
    add(m.index, 'static', m[3], m[1] !== undefined, m[2])
  }
  for (const m of masked.matchAll(/\bimport\s*"#(\d+)"/g)) add(m.index, 'static', m[1], false)
  for (const m of masked.matchAll(/\bexport\s+(type\s+)?(\*(?:\s*as\s+[\w$]+)?|\{[^{}]*\})\s*from\s*"#(\d+)"/g)) {
    add(m.index, 'export', m[3], m[1] !== undefined, m[2])
  }
  for (const m of masked.matchAll(/(?<![.\w])import\s*\(\s*(?:"#(\d+)"\s*[,)])?/g)) {
    add(m.index, 'dynamic', m[1], false)
  }
  for (const m of masked.matchAll(/\bnew\s+URL\s*\(\s*"#(\d+)"\s*,\s*import\.meta\.url/g)) {
    add(m.index, 'url', m[1], false)
  }
  return found.sort((a, b) => a.at - b.at).map(({ at: _, ...rest }) => rest)
}

function namesOf(clause: string): string[] {
  const inside = /\{([^{}]*)\}/.exec(clause)?.[1]
  if (inside === undefined) return []
  return inside
    .split(',')
    .map(
      each =>
        each
          .trim()
          .replace(/^type\s+/, '')
          .split(/\s+as\s+/)[0]
          ?.trim() ?? '',
    )
    .filter(each => each !== '')
}

function allTypes(clause: string): boolean {
  const inside = /^\s*\{([^{}]*)\}\s*$/.exec(clause)?.[1]
  if (inside === undefined) return false
  const names = inside
    .split(',')
    .map(each => each.trim())
    .filter(each => each !== '')
  return names.length > 0 && names.every(each => each.startsWith('type '))
}

/** Replaces comments, templates and regular expressions by blanks, and each string by `"#n"`; lines stay where they were. */
function mask(text: string): { masked: string; strings: string[] } {
  const strings: string[] = []
  let masked = ''
  let at = 0
  const blank = (to: number) => {
    masked += text.slice(at, to).replace(/[^\n]/g, ' ')
    at = to
  }
  while (at < text.length) {
    const char = text[at] as string
    const two = text.slice(at, at + 2)
    if (two === '//') blank(endOf(text, '\n', at))
    else if (two === '/*') blank(Math.min(endOf(text, '*/', at + 2) + 2, text.length))
    else if (char === '"' || char === "'") {
      const end = closing(text, at, char)
      // an apostrophe in the text of a component closes nowhere on its line
      if (end === undefined) {
        masked += ' '
        at += 1
      } else {
        masked += `"#${strings.push(text.slice(at + 1, end)) - 1}"`
        at = end + 1
      }
    } else if (char === '`') blank(templateEnd(text, at))
    else if (char === '/' && startsRegex(masked)) {
      const end = regexEnd(text, at)
      if (end === undefined) {
        masked += char
        at += 1
      } else blank(end)
    } else {
      masked += char
      at += 1
    }
  }
  return { masked, strings }
}

function endOf(text: string, mark: string, from: number): number {
  const end = text.indexOf(mark, from)
  return end === -1 ? text.length : end
}

function closing(text: string, from: number, quote: string): number | undefined {
  for (let at = from + 1; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === quote) return at
  }
  return undefined
}

function templateEnd(text: string, from: number): number {
  let depth = 0
  for (let at = from + 1; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text.slice(at, at + 2) === '${') {
      depth += 1
      at += 1
    } else if (depth > 0 && text[at] === '}') depth -= 1
    else if (depth > 0 && text[at] === '`') at = templateEnd(text, at) - 1
    else if (depth === 0 && text[at] === '`') return at + 1
  }
  return text.length
}

function startsRegex(before: string): boolean {
  const last = before.slice(-80).trimEnd()
  return last === '' || /(?:[(,=:[!&|?{;+*%~^]|=>|\b(?:return|typeof|case|of|in))$/.test(last)
}

function regexEnd(text: string, from: number): number | undefined {
  let inClass = false
  for (let at = from + 1; at < text.length && text[at] !== '\n'; at += 1) {
    if (text[at] === '\\') at += 1
    else if (text[at] === '[') inClass = true
    else if (text[at] === ']') inClass = false
    else if (text[at] === '/' && !inClass) return at + 1
  }
  return undefined
}
