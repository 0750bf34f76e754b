import { describe, expect, it } from 'vitest'
import { scanImports, unknownTarget } from './imports.ts'

const targets = (text: string) => scanImports(text).map(each => each.target)

describe('imports of a module', () => {
  it('sees every form of import', () => {
    const text = [
      "import a from './default.ts'",
      'import { b, type C } from "./named.ts"',
      "import * as d from './namespace.ts'",
      "import e, { f } from './both.ts'",
      "import './effect.css'",
      "import {\n  g,\n  h as i,\n} from './lines.ts'",
      "export { j } from './again.ts'",
      "export * from './all.ts'",
      "export * as k from './named-all.ts'",
      "const l = await import('./dynamic.ts')",
      "new SharedWorker(new URL('./worker.ts', import.meta.url))",
    ].join('\n')
    expect(targets(text)).toEqual([
      './default.ts',
      './named.ts',
      './namespace.ts',
      './both.ts',
      './effect.css',
      './lines.ts',
      './again.ts',
      './all.ts',
      './named-all.ts',
      './dynamic.ts',
      './worker.ts',
    ])
  })

  it('tells types from values', () => {
    const typeOnly = (text: string) => scanImports(text)[0]?.typeOnly
    expect(typeOnly("import type { A } from './a.ts'")).toBe(true)
    expect(typeOnly("import type A from './a.ts'")).toBe(true)
    expect(typeOnly("import { type A, type B } from './a.ts'")).toBe(true)
    expect(typeOnly("export type { A } from './a.ts'")).toBe(true)
    expect(typeOnly("import { type A, b } from './a.ts'")).toBe(false)
    expect(typeOnly("import type from './a.ts'")).toBe(false)
    expect(typeOnly("import {} from './a.ts'")).toBe(false)
  })

  it('keeps the names and the lines', () => {
    const [found] = scanImports("// first\n\nimport { makeScope as make, type Scope } from './scope.ts'")
    expect(found).toMatchObject({ line: 3, names: ['makeScope', 'Scope'], kind: 'static' })
  })

  it('is not fooled by comments, texts, templates and regular expressions', () => {
    const text = [
      "// import a from './comment.ts'",
      "/* import b from './block.ts' */",
      `const c = "import d from './text.ts'"`,
      "const e = `import f from './template.ts' ${`${g}`}`",
      'const h = /["\'`]/.test(i)',
      "const url = 'https://example.org' // import j from './tail.ts'",
      "import k from './real.ts'",
    ].join('\n')
    expect(targets(text)).toEqual(['./real.ts'])
  })

  it('survives an apostrophe in the text of a component', () => {
    expect(targets("const a = <p>Don't</p>\nconst b = await import('./late.tsx')")).toEqual(['./late.tsx'])
  })

  it('reports a dynamic import that leads nobody knows where', () => {
    expect(targets('await import(name)')).toEqual([unknownTarget])
    expect(targets('await import(`./${name}.ts`)')).toEqual([unknownTarget])
    expect(targets("await import('./a' + name)")).toEqual([unknownTarget])
    expect(targets("tools.import('./a.ts')")).toEqual([])
  })
})
