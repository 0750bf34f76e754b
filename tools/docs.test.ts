import { existsSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'
import { root } from './sources.ts'

const documents = [
  ...readdirSync(root).filter(name => name.endsWith('.md')),
  ...globSync('docs/**/*.md', { cwd: root }),
].sort()

const folders = ['server', 'web', 'e2e', 'bench', 'tools', 'docs']

/** What stands in backticks and looks like a path of this tree; patterns with a place to fill in are none. */
function filesNamed(text: string): string[] {
  const named = [...text.matchAll(/`([^`\n]+)`/g)].map(match => match[1] ?? '')
  return named.filter(
    each => folders.includes(each.split('/')[0] ?? '') && /^[\w./*-]+$/.test(each) && each.includes('/'),
  )
}

/** Links to other files, as [text](path#heading). */
function filesLinked(text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(match => match[1] ?? '')
  return links.filter(each => !/^(https?:|mailto:|#)/.test(each)).map(each => each.replace(/#.*$/, ''))
}

const isThere = (path: string) =>
  path.includes('*') ? globSync(path, { cwd: root }).length > 0 : existsSync(join(root, path.replace(/:\d+$/, '')))

describe('documents', () => {
  it('name files by their path in backticks', () => {
    const text = 'see `server/app/main.ts`, `tools/`, `npm test`, `server/rooms/<room>/` and `/health/live`'
    expect(filesNamed(text)).toEqual(['server/app/main.ts', 'tools/'])
  })

  for (const document of documents) {
    it(`name only files that exist: ${document}`, () => {
      const text = readFileSync(join(root, document), 'utf8')
      expect(filesNamed(text).filter(path => !isThere(path))).toEqual([])
      const linked = filesLinked(text).map(path => relative(root, join(root, dirname(document), path)))
      expect(linked.filter(path => !isThere(path))).toEqual([])
    })
  }

  it('say nothing about the machine they were written on', () => {
    for (const document of documents) {
      expect(readFileSync(join(root, document), 'utf8'), document).not.toMatch(/\/(work|home|root|tmp)\//)
    }
  })
})
