import { describe, expect, it } from 'vitest'
import { checkImports } from './import-check.ts'

/** The rules that one file with one line of import breaks. */
function breaks(path: string, ...lines: string[]): string[] {
  const findings = checkImports(new Map([[path, lines.join('\n')]]))
  return [...new Set(findings.map(each => each.rule.replace('import-', '')))]
}

const clients = 'server/rooms/clients'

describe('who may import whom', () => {
  it('finds something when nothing was read', () => {
    expect(checkImports(new Map()).map(each => each.rule)).toEqual(['import-empty'])
    expect(checkImports(new Map([['web/app/theme.css', '']])).map(each => each.rule)).toEqual(['import-empty'])
  })

  it('lets a room name only the rooms above it', () => {
    expect(breaks(`${clients}/actions.ts`, "import { a } from '../access/queries.ts'")).toEqual([])
    expect(breaks(`${clients}/actions.ts`, "import { a } from '../company/rules.ts'")).toEqual([])
    expect(breaks(`${clients}/actions.ts`, "import { a } from '../interests/actions.ts'")).toEqual(['upward'])
    expect(breaks(`${clients}/actions.ts`, "import type { a } from '../interests/contract.ts'")).toEqual(['upward'])
    expect(breaks(`${clients}/actions.ts`, "import { a } from '../scenarios/queries.ts'")).toEqual(['upward'])
    expect(breaks(`${clients}/duplicates/actions.ts`, "const a = await import('../../interests/queries.ts')")).toEqual([
      'upward',
    ])
    expect(breaks('server/rooms/company/actions.ts', "import { a } from '../fields/queries.ts'")).toEqual(['upward'])
    expect(breaks(`${clients}/actions.test.ts`, "import { a } from '../interests/actions.ts'")).toEqual(['upward'])
  })

  it('opens only contract, rules, actions, queries and events to other rooms', () => {
    const from = 'server/rooms/interests/actions.ts'
    for (const word of ['contract', 'rules', 'actions', 'queries', 'events']) {
      expect(breaks(from, `import { a } from '../clients/${word}.ts'`)).toEqual([])
      expect(breaks(from, `import { a } from '../clients/duplicates/${word}.ts'`)).toEqual([])
    }
    expect(breaks(from, "import { a } from '../clients/storage.ts'")).toEqual(['open'])
    expect(breaks(from, "export { a } from '../clients/policy.ts'")).toEqual(['open'])
    expect(breaks(from, "import { a } from '../clients/service.fake.ts'")).toEqual(['open'])
    expect(breaks(from, "import { a } from './storage.ts'")).toEqual([])
  })

  it('gives the tables of another room as a type only', () => {
    const from = 'server/rooms/interests/queries.ts'
    expect(breaks(from, "import type { Client } from '../clients/tables.ts'")).toEqual([])
    expect(breaks(from, "import { type Client } from '../clients/tables.ts'")).toEqual([])
    expect(breaks(from, "import { Client } from '../clients/tables.ts'")).toEqual(['open'])
  })

  it('gives builders to tests and builders only', () => {
    expect(breaks('server/rooms/interests/actions.test.ts', "import { a } from '../clients/builders.ts'")).toEqual([])
    expect(breaks('server/rooms/interests/builders.ts', "import { a } from '../clients/builders.ts'")).toEqual([])
    const matrix = 'server/app/authorisation/world.ts'
    expect(breaks(matrix, "import { a } from '../../rooms/clients/builders.ts'")).toEqual([])
    expect(breaks('server/rooms/interests/actions.ts', "import { a } from './builders.ts'")).toEqual(['builders'])
    expect(breaks('server/rooms/interests/actions.ts', "import { a } from '../clients/builders.ts'")).toContain('open')
  })

  it('keeps a contract free of everything but schemas and pure functions', () => {
    const from = `${clients}/contract.ts`
    expect(
      breaks(
        from,
        "import { z } from 'zod'",
        "import { a } from '../access/contract.ts'",
        "import { b } from '../../platform/pure/inn.ts'",
        "import { c } from '../../platform/contract.ts'",
      ),
    ).toEqual([])
    expect(breaks(from, "import { sql } from 'kysely'")).toEqual(['contract'])
    expect(breaks(from, "import { createHash } from 'node:crypto'")).toEqual(['contract'])
    expect(breaks(from, "import { a } from './rules.ts'")).toEqual(['contract'])
    expect(breaks(from, "import { a } from '../../platform/problems.ts'")).toEqual(['contract'])
  })

  it('keeps rules and policy pure', () => {
    expect(breaks(`${clients}/rules.ts`, "import type { A } from './contract.ts'")).toEqual([])
    expect(breaks(`${clients}/rules.ts`, "import { a } from './duplicates/rules.ts'")).toEqual([])
    expect(breaks(`${clients}/rules.ts`, "import { a } from '../../platform/pure/phone.ts'")).toEqual([])
    expect(breaks(`${clients}/rules.ts`, "import { a } from './queries.ts'")).toEqual(['rules'])
    expect(breaks(`${clients}/rules.ts`, "import { readFile } from 'node:fs/promises'")).toEqual(['rules'])
    expect(breaks(`${clients}/rules.ts`, "import type { A } from '../../platform/db/database.ts'")).toEqual(['rules'])
    expect(breaks(`${clients}/policy.ts`, "import type { Actor } from '../../platform/scope.ts'")).toEqual([])
    expect(breaks(`${clients}/policy.ts`, "import { a } from './storage.ts'")).toEqual(['policy'])
    expect(breaks(`${clients}/policy.ts`, "import { sql } from 'kysely'")).toEqual(['policy'])
  })

  it('keeps SQL out of http and jobs', () => {
    for (const word of ['http', 'jobs']) {
      expect(breaks(`${clients}/${word}.ts`, "import { a } from './actions.ts'")).toEqual([])
      expect(breaks(`${clients}/${word}.ts`, "import { a } from './storage.ts'")).toEqual(['sql'])
      expect(breaks(`${clients}/${word}.ts`, "import { sql } from 'kysely'")).toEqual(['sql'])
      expect(breaks(`${clients}/${word}.ts`, "import pg from 'pg'")).toEqual(['sql'])
    }
  })

  it('keeps the platform free of rooms and its pure part free of input and output', () => {
    expect(breaks('server/platform/http/routes.ts', "import type { A } from '../../rooms/access/contract.ts'")).toEqual(
      ['platform'],
    )
    expect(breaks('server/platform/http/routes.ts', "import { a } from '../../app/main.ts'")).toEqual(['platform'])
    expect(breaks('server/platform/pure/phone.ts', "import p from 'libphonenumber-js/max'")).toEqual([])
    expect(breaks('server/platform/pure/phone.ts', "import { a } from './text.ts'")).toEqual([])
    expect(breaks('server/platform/pure/phone.ts', "import { a } from '../db/database.ts'")).toEqual(['pure'])
    expect(breaks('server/platform/pure/phone.ts', "import { a } from 'node:fs'")).toEqual(['pure'])
    expect(breaks('server/platform/contract.ts', "import pg from 'pg'")).toEqual(['pure'])
  })

  it('keeps the app out of rooms, its test support apart', () => {
    expect(breaks(`${clients}/actions.ts`, "import { a } from '../../app/main.ts'")).toEqual(['app'])
    expect(breaks(`${clients}/actions.ts`, "import { a } from '../../app/testing.ts'")).toEqual(['app'])
    expect(breaks(`${clients}/actions.test.ts`, "import { a } from '../../app/testing.ts'")).toEqual([])
  })

  it('keeps the product free of its tools', () => {
    expect(breaks('server/app/main.ts', "import { a } from '../../tools/rooms.ts'")).toEqual(['outside'])
    expect(breaks('web/lib/dates.ts', "import { a } from '../../bench/load.ts'")).toEqual(['outside'])
  })

  it('gives the web contracts and pure functions of the server, nothing else', () => {
    const from = 'web/pages/client-card.tsx'
    expect(breaks(from, "import { a } from '../../server/rooms/interests/contract.ts'")).toEqual([])
    expect(breaks(from, "import { a } from '../../server/rooms/clients/duplicates/contract.ts'")).toEqual([])
    expect(breaks(from, "import { a } from '../../server/platform/pure/inn.ts'")).toEqual([])
    expect(breaks(from, "import { a } from '../../server/platform/contract.ts'")).toEqual([])
    expect(breaks(from, "import { a } from '../../server/rooms/interests/rules.ts'")).toEqual(['web'])
    expect(breaks(from, "import type { A } from '../../server/platform/scope.ts'")).toEqual(['web'])
    expect(breaks(from, "import { readFile } from 'node:fs'")).toEqual(['web'])
    expect(breaks('web/ui/field.tsx', "import { a } from '../../server/rooms/access/contract.ts'")).toEqual(['web'])
    expect(breaks(`${clients}/http.ts`, "import { a } from '../../../web/lib/dates.ts'")).toEqual(['web'])
  })

  it('lets web/rooms name the contracts of the rooms above them', () => {
    const from = 'web/rooms/clients/forms/client-form.tsx'
    expect(breaks(from, "import { a } from '../../../../server/rooms/company/contract.ts'")).toEqual([])
    expect(breaks(from, "import { a } from '../../../../server/rooms/interests/contract.ts'")).toEqual(['web'])
  })

  it('goes downwards only inside the web part', () => {
    expect(breaks('web/app/router.tsx', "import { a } from '../pages/board.tsx'")).toEqual([])
    expect(breaks('web/pages/board.tsx', "import { a } from '../rooms/interests/api.ts'")).toEqual([])
    expect(breaks('web/pages/board.tsx', "import { a } from '../app/router.tsx'")).toEqual(['layers'])
    expect(breaks('web/rooms/clients/api.ts', "import { a } from '../../pages/board.tsx'")).toEqual(['layers'])
    expect(breaks('web/ui/field.tsx', "import { a } from '../rooms/clients/api.ts'")).toEqual(['layers'])
    expect(breaks('web/lib/dates.ts', "import { a } from '../ui/field.tsx'")).toEqual(['layers'])
    expect(breaks('web/rooms/clients/api.ts', "import { a } from '../interests/api.ts'")).toEqual(['webRooms'])
    expect(breaks('web/rooms/interests/api.ts', "import { a } from '../clients/api.ts'")).toEqual([])
  })

  it('makes a scope only at the gates', () => {
    expect(
      breaks('server/rooms/access/scopes/actions.ts', "import { makeScope } from '../../../platform/scope.ts'"),
    ).toEqual([])
    expect(breaks(`${clients}/queries.ts`, "import { makeScope } from '../../platform/scope.ts'")).toEqual(['gate'])
    expect(breaks(`${clients}/queries.ts`, "import * as scope from '../../platform/scope.ts'")).toEqual(['gate'])
    expect(breaks(`${clients}/queries.ts`, "import type { Scope } from '../../platform/scope.ts'")).toEqual([])
    expect(breaks(`${clients}/queries.ts`, "import { Scope } from '../../platform/scope.ts'")).toEqual([])
  })

  it('wants the extension of a file and a target that can be seen', () => {
    expect(breaks(`${clients}/actions.ts`, "import { a } from './storage'")).toEqual(['extension'])
    expect(breaks(`${clients}/actions.ts`, 'await import(name)')).toEqual(['expression'])
  })

  it('names the file and the line', () => {
    const [found] = checkImports(new Map([['web/lib/a.ts', "\n\nimport { b } from '../ui/b.tsx'"]]))
    expect(found).toMatchObject({ path: 'web/lib/a.ts', line: 3 })
  })
})
