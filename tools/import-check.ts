import { posix } from 'node:path'
import { type Import, scanImports, unknownTarget } from './imports.ts'
import { exceptions, type Gated, gated, isRoom, open, type Room, roomsAbove } from './rooms.ts'
import { type Finding, readSources, report, type Sources } from './sources.ts'
import { staleExcuses, withoutExcused } from './structure-check.ts'

/** A place in the tree: which part, which room, which word of the vocabulary. */
type Place = { part: string; room: Room | undefined; word: string; test: boolean; path: string }

type Rule = (from: Place, to: Place, seen: Import) => string | undefined

/** Modules that talk to the database: only storage, queries and the like may name them. */
const sqlPackages = ['kysely', 'pg', 'pg-copy-streams', 'pg-boss']
const serverPackages = [...sqlPackages, 'fastify', 'pino', 'prom-client']

/** Everything that is wrong with who imports whom. */
export function checkImports(sources: Sources, gates: Gated[] = gated): Finding[] {
  const findings: Finding[] = []
  let modules = 0
  for (const [path, text] of sources) {
    if (!/\.(ts|tsx|mts|mjs|js)$/.test(path)) continue
    modules += 1
    const from = placeOf(path)
    for (const seen of scanImports(text)) {
      for (const [rule, message] of breaches(from, seen, gates)) {
        findings.push({ rule: `import-${rule}`, path, line: seen.line, message })
      }
    }
  }
  if (modules === 0) return [{ rule: 'import-empty', path: '.', message: 'no module was read, so nothing was checked' }]
  return findings
}

function placeOf(path: string): Place {
  const parts = path.split('/')
  const room = parts[1] === 'rooms' ? parts[2] : undefined
  const file = parts.at(-1) ?? ''
  const part =
    parts[0] === 'server' && parts[1] === 'platform'
      ? parts[2] === 'pure'
        ? 'server/pure'
        : parts[2] === 'contract.ts'
          ? 'server/contract'
          : 'server/platform'
      : parts[0] === 'server' || parts[0] === 'web'
        ? parts.length > 2
          ? `${parts[0]}/${parts[1]}`
          : `${parts[0]}`
        : (parts[0] ?? '')
  return {
    part,
    room: room !== undefined && isRoom(room) ? room : undefined,
    word: file.split('.')[0] ?? '',
    test: /\.(test|fake)\.tsx?$/.test(file),
    path,
  }
}

function breaches(from: Place, seen: Import, gates: Gated[]): [string, string][] {
  const target = seen.target.replace(/\?.*$/, '')
  if (target === unknownTarget) {
    const closed = from.part === 'server/rooms' || from.part.startsWith('web/')
    return closed ? [['expression', 'import a text, so that it can be seen where it leads']] : []
  }
  if (!target.startsWith('.') && !target.startsWith('/')) return packageRules(from, target)
  const path = posix.normalize(posix.join(posix.dirname(from.path), target))
  if (seen.kind !== 'url' && posix.extname(path) === '') {
    return [['extension', `«${target}» needs its extension`]]
  }
  const to = placeOf(path)
  const found: [string, string][] = []
  for (const [name, rule] of Object.entries(rules)) {
    const message = rule(from, to, seen)
    if (message !== undefined) found.push([name, message])
  }
  for (const gate of gates) {
    const names =
      seen.names.length === 0 && !seen.typeOnly ? gate.names : gate.names.filter(n => seen.names.includes(n))
    if (to.path !== gate.from || seen.typeOnly || names.length === 0) continue
    if (from.path === gate.from || gate.allowed.some(each => each.test(from.path))) continue
    found.push(['gate', `${names.join(', ')}: ${gate.why}`])
  }
  return found
}

function packageRules(from: Place, target: string): [string, string][] {
  const name = target.startsWith('@') ? target.split('/').slice(0, 2).join('/') : (target.split('/')[0] ?? target)
  const node = target.startsWith('node:')
  const found: [string, string][] = []
  if (from.part === 'server/rooms' && !from.test) {
    if (from.word === 'contract' && name !== 'zod') found.push(['contract', `a contract imports no «${target}»`])
    if (from.word === 'rules') found.push(['rules', `rules import no «${target}»: pure functions only`])
    if (from.word === 'policy') found.push(['policy', `policy imports no «${target}»: pure functions only`])
    if ((from.word === 'http' || from.word === 'jobs') && sqlPackages.includes(name)) {
      found.push(['sql', `${from.word} holds no SQL: «${target}» belongs to storage and queries`])
    }
  }
  const pure = (from.part === 'server/pure' || from.part === 'server/contract') && !from.test
  if (pure && (node || serverPackages.includes(name))) {
    found.push(['pure', `«${target}» does input and output; this file is used in the browser too`])
  }
  if (from.part.startsWith('web/') && !from.test && (node || serverPackages.includes(name))) {
    found.push(['web', `«${target}» belongs to the server`])
  }
  return found
}

const webLayers = ['web/app', 'web/pages', 'web/rooms', 'web/ui', 'web/lib']

const rules: Record<string, Rule> = {
  // the tools, the benchmarks and the journeys stand outside; the product does not know them
  outside: (from, to) =>
    /^(server|web)/.test(from.part) && !from.test && /^(tools|bench|e2e)$/.test(to.part)
      ? `the product does not import ${to.part}/`
      : undefined,

  upward: (from, to) => {
    if (from.part !== 'server/rooms' || to.part !== 'server/rooms' || !from.room || !to.room) return undefined
    if (from.room === to.room || roomsAbove(from.room).has(to.room)) return undefined
    return `${from.room} may not import ${to.room}: an upward need is an event`
  },

  open: (from, to, seen) => {
    if (from.part !== 'server/rooms' || to.part !== 'server/rooms' || from.room === to.room) return undefined
    if ((open as readonly string[]).includes(to.word) && !to.test) return undefined
    if (to.word === 'tables' && seen.typeOnly) return undefined
    if (to.word === 'builders' && (from.test || from.word === 'builders')) return undefined
    if (to.word === 'tables') return `take the tables of ${to.room} as a type: import type`
    return `from ${to.room} only ${open.join(', ')}, tables as a type, builders from tests`
  },

  builders: (from, to) => {
    if (to.part !== 'server/rooms' || to.word !== 'builders' || to.test) return undefined
    const isSupport = from.path.startsWith('server/app/authorisation/')
    const fits = from.test || isSupport || from.word === 'builders' || !from.part.startsWith('server/')
    return fits ? undefined : 'builders make test data: only tests import them'
  },

  contract: (from, to) => {
    if (from.part !== 'server/rooms' || from.word !== 'contract' || from.test) return undefined
    const fits =
      (to.part === 'server/rooms' && to.word === 'contract') ||
      to.part === 'server/pure' ||
      to.part === 'server/contract'
    return fits ? undefined : 'a contract imports zod, other contracts, platform/pure/ and platform/contract.ts'
  },

  rules: (from, to) => {
    if (from.part !== 'server/rooms' || from.word !== 'rules' || from.test) return undefined
    const fits =
      (to.part === 'server/rooms' && ['contract', 'rules'].includes(to.word)) ||
      to.part === 'server/pure' ||
      to.part === 'server/contract'
    return fits ? undefined : 'rules import contracts, rules and platform/pure/'
  },

  policy: (from, to, seen) => {
    if (from.part !== 'server/rooms' || from.word !== 'policy' || from.test || seen.typeOnly) return undefined
    const fits =
      (to.part === 'server/rooms' && ['contract', 'rules', 'policy'].includes(to.word)) || to.part === 'server/pure'
    return fits || to.part === 'server/contract' || to.path === 'server/platform/problems.ts'
      ? undefined
      : 'policy is pure: contracts, rules, policy, platform/pure/, and types of anything'
  },

  sql: (from, to) => {
    if (from.part !== 'server/rooms' || from.test || (from.word !== 'http' && from.word !== 'jobs')) return undefined
    if (to.part === 'server/rooms' && to.word === 'storage')
      return `${from.word} calls actions and queries, not storage`
    return undefined
  },

  platform: (from, to) => {
    const platform = ['server/platform', 'server/pure', 'server/contract'].includes(from.part)
    if (!platform || from.test) return undefined
    return ['server/rooms', 'server/app'].includes(to.part) ? 'platform knows no room and no app' : undefined
  },

  pure: (from, to) => {
    if ((from.part !== 'server/pure' && from.part !== 'server/contract') || from.test) return undefined
    return to.part === 'server/pure' || to.part === 'server/contract'
      ? undefined
      : 'platform/pure/ imports nothing but itself'
  },

  app: (from, to) => {
    if (from.part !== 'server/rooms' || to.part !== 'server/app') return undefined
    const fits = (from.test || from.word === 'builders') && to.path.startsWith('server/app/testing')
    return fits ? undefined : 'a room does not know the app; tests use server/app/testing'
  },

  web: (from, to) => {
    if (!from.part.startsWith('web'))
      return from.part.startsWith('server') && to.part.startsWith('web')
        ? 'the server does not know the web part'
        : undefined
    if (!to.part.startsWith('server')) return undefined
    const contract = (to.part === 'server/rooms' && to.word === 'contract' && !to.test) || to.part === 'server/contract'
    if (!contract && to.part !== 'server/pure')
      return 'web takes contract.ts and platform/pure/ from the server, nothing else'
    if (from.part === 'web/ui' && to.part === 'server/rooms') return 'the kit knows no room'
    if (from.part !== 'web/rooms' || from.room === undefined || to.room === undefined) return undefined
    const fits = from.room === to.room || roomsAbove(from.room).has(to.room)
    return fits ? undefined : `web/rooms/${from.room} may not name ${to.room}: pages pass it in`
  },

  layers: (from, to) => {
    const above = webLayers.indexOf(from.part)
    const below = webLayers.indexOf(to.part)
    if (above === -1 || below === -1 || above <= below) return undefined
    return `${from.part} may not import ${to.part}: app, pages, rooms, ui, lib, downwards only`
  },

  webRooms: (from, to) => {
    if (from.part !== 'web/rooms' || to.part !== 'web/rooms' || !from.room || !to.room) return undefined
    if (from.room === to.room || roomsAbove(from.room).has(to.room)) return undefined
    return `${from.room} may not import ${to.room}: what it shows of it is passed in by pages/`
  },
}

if (import.meta.main) {
  const sources = readSources(['server', 'web', 'e2e', 'bench', 'tools'])
  const all = checkImports(sources)
  const stale = staleExcuses(all, exceptions, rule => rule.startsWith('import-'))
  process.exitCode = report('imports', sources.size, [...withoutExcused(all, exceptions), ...stale])
}
