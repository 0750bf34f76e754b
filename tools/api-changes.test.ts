import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type ApiDocument, findBreakingChanges } from './api-changes.ts'
import { API_FILE, describeApi } from './openapi.ts'

const kept = JSON.parse(readFileSync(API_FILE, 'utf8')) as ApiDocument

describe('the API', () => {
  it('breaks no client unless CHANGELOG.md names the operation and what it lost', async () => {
    const changelog = readFileSync(new URL('../CHANGELOG.md', import.meta.url), 'utf8')
    const silent = findBreakingChanges(kept, await describeApi()).filter(change => !changelog.includes(change))
    expect(silent).toEqual([])
  })

  it('is described by docs/openapi.json; `node tools/openapi.ts` writes it anew', async () => {
    expect(await describeApi()).toEqual(kept)
  })
})

describe('a change', () => {
  const operation = (body: object, answer: object) => ({
    requestBody: { content: { 'application/json': { schema: body } } },
    responses: { 200: { content: { 'application/json': { schema: answer } } } },
  })
  const document = (body: object, answer: object): ApiDocument => ({
    paths: { '/things': { post: operation(body, answer) } },
  })
  const before = document(
    { properties: { kind: { enum: ['a', 'b'] }, name: {} }, required: ['name'] },
    { properties: { id: {}, items: { items: { properties: { title: {} } } } }, required: ['id'] },
  )

  it('that only adds is none', () => {
    const after = document(
      { properties: { kind: { enum: ['a', 'b', 'c'] }, name: {}, more: {} }, required: ['name'] },
      { properties: { id: {}, also: {}, items: { items: { properties: { title: {}, size: {} } } } }, required: ['id'] },
    )
    expect(findBreakingChanges(before, after)).toEqual([])
  })

  it('that takes away or demands more is named with its place', () => {
    const after = document(
      { properties: { kind: { enum: ['a'] }, more: {} }, required: ['more'] },
      { properties: { id: {}, items: { items: { properties: {} } } }, required: [] },
    )
    expect(findBreakingChanges(before, after)).toEqual([
      'POST /things: body.more became required',
      'POST /things: body.kind no longer takes b',
      'POST /things: body.name is refused',
      'POST /things: answer.id may be absent',
      'POST /things: answer.items[] lost title',
    ])
  })

  it('that removes an operation is named', () => {
    expect(findBreakingChanges(before, { paths: {} })).toEqual(['POST /things: gone'])
  })
})
