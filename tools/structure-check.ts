import { basename, extname } from 'node:path'
import {
  emptyNames,
  emptyWords,
  type Exception,
  exceptions,
  generated,
  isRoom,
  limits,
  rooms,
  vocabulary,
} from './rooms.ts'
import { type Finding, readSources, report, type Sources } from './sources.ts'

const kebab = /^[a-z0-9]+(-[a-z0-9]+)*$/
const isTest = (path: string) => /\.test\.tsx?$/.test(path)

/** Everything that is wrong with the names, places and sizes of the files given. */
export function checkStructure(sources: Sources, excused: Exception[] = exceptions): Finding[] {
  const findings: Finding[] = []
  if (sources.size === 0) return [{ rule: 'empty', path: '.', message: 'no file was read, so nothing was checked' }]
  for (const [path, text] of sources) {
    findings.push(...checkNames(path), ...checkRoom(path), ...checkSize(path, text), ...checkDocs(path, text))
  }
  return withoutExcused(findings, excused)
}

/** Takes out what is excused by name. */
export function withoutExcused(findings: Finding[], excused: Exception[]): Finding[] {
  return findings.filter(found => !excused.some(each => each.rule === found.rule && each.path === found.path))
}

/** An excuse that excuses nothing is a finding itself, so that the list shrinks. */
export function staleExcuses(findings: Finding[], excused: Exception[], mine: (rule: string) => boolean): Finding[] {
  return excused
    .filter(each => mine(each.rule) && !findings.some(found => found.rule === each.rule && found.path === each.path))
    .map(each => ({ rule: 'stale-exception', path: each.path, message: `nothing breaks ${each.rule} here any more` }))
}

function checkNames(path: string): Finding[] {
  const findings: Finding[] = []
  const parts = path.split('/')
  const file = parts.pop() ?? ''
  const stem = file.slice(0, file.length - extname(file).length)
  for (const [at, name] of [...parts, ...stem.split('.')].entries()) {
    const folder = at < parts.length
    if (at === 0 && folder) continue
    if (!kebab.test(name)) {
      findings.push({ rule: 'kebab-case', path, message: `«${name}» is not kebab-case` })
      continue
    }
    // web/lib and server/migrations are named by the architecture; below them a bare «lib» still says nothing
    const named = at === 1 && parts[0] === 'web' && name === 'lib'
    const word = name.split('-').find(each => emptyWords.includes(each))
    if (word !== undefined || (emptyNames.includes(name) && !named && !file.endsWith('.css'))) {
      findings.push({ rule: 'empty-name', path, message: `«${word ?? name}» does not say what is inside` })
    }
  }
  return findings
}

function checkRoom(path: string): Finding[] {
  const [side, place, room, ...rest] = path.split('/')
  if (place !== 'rooms' || room === undefined) return []
  if (rest.length === 0) return [{ rule: 'room', path, message: 'a file must lie inside a room' }]
  if (!isRoom(room)) {
    return [{ rule: 'room', path, message: `no room «${room}»; the rooms are ${rooms.join(', ')}` }]
  }
  if (side !== 'server') return []
  const file = rest.at(-1) ?? ''
  const folders = rest.slice(0, -1)
  const findings: Finding[] = []
  if (folders.length > 2) {
    findings.push({ rule: 'depth', path, message: 'a room has sub-concerns, they have theirs, and that is all' })
  }
  for (const folder of folders) {
    if ((vocabulary as readonly string[]).includes(folder)) {
      findings.push({ rule: 'folder', path, message: `split by capability: «${folder}» is the name of a layer` })
    }
  }
  const stem = basename(file, '.ts')
  if (/^[a-z0-9.-]+\.(test|fake)\.ts$/.test(file) && /\.(test|fake)$/.test(stem)) return findings
  if (!file.endsWith('.ts') || !(vocabulary as readonly string[]).includes(stem)) {
    findings.push({
      rule: 'file-name',
      path,
      message: `a room holds ${vocabulary.join(', ')}, *.test.ts and *.fake.ts`,
    })
  }
  return findings
}

function checkSize(path: string, text: string): Finding[] {
  if (generated.includes(path)) return []
  const lines = text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
  const limit = isTest(path) ? limits.testLines : limits.lines
  if (lines <= limit) return []
  return [{ rule: 'size', path, message: `${lines} lines, the limit is ${limit}: split it by capability` }]
}

const exported =
  /^export (?:async )?function\*? (\w+)|^export const (\w+)[^=\n]*= (?:async )?(?:function\b|<|\(|\w+ =>)/

/** An action and a rule say in one sentence what they mean for the business. */
function checkDocs(path: string, text: string): Finding[] {
  if (!/^server\/rooms\/.+\/(actions|rules)\.ts$/.test(path)) return []
  const findings: Finding[] = []
  const lines = text.split('\n')
  let before = ''
  for (const [at, line] of lines.entries()) {
    const match = exported.exec(line)
    const name = match?.[1] ?? match?.[2]
    // a further signature of the same function shares the text of the first
    if (name !== undefined && name !== before && !(lines[at - 1] ?? '').trimEnd().endsWith('*/')) {
      findings.push({ rule: 'doc-block', path, line: at + 1, message: `«${name}» needs a sentence of what it means` })
    }
    before = name ?? (line === '' || /^\S/.test(line) ? '' : before)
  }
  return findings
}

if (import.meta.main) {
  const sources = readSources(['server', 'web', 'e2e', 'bench', 'tools'])
  const all = checkStructure(sources, [])
  const stale = staleExcuses(all, exceptions, rule => !rule.startsWith('import-'))
  process.exitCode = report('structure', sources.size, [...withoutExcused(all, exceptions), ...stale])
}
