import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { conflict, endpoint, version } from '../../server/platform/contract.ts'
import { address, call, whenSessionIsLost } from './api.ts'
import { fieldErrors, isProblem } from './problem-error.ts'

const record = z.object({ id: z.string() })
const change = endpoint({
  method: 'PATCH',
  path: '/api/v1/things/:id',
  summary: '',
  params: record,
  body: z.strictObject({ version }),
  result: record,
})
const create = endpoint({
  method: 'POST',
  path: '/api/v1/things',
  summary: '',
  body: z.strictObject({ id: z.string() }),
  result: record,
  status: 201,
})
const read = endpoint({ method: 'GET', path: '/api/v1/things/:id', summary: '', params: record, result: record })

const answer = (status: number, body: unknown) => new Response(JSON.stringify(body), { status })
const fetched = vi.fn<typeof fetch>()
const headersOf = (at: number) => fetched.mock.calls[at]?.[1]?.headers as Record<string, string>

beforeEach(() => {
  fetched.mockReset()
  vi.stubGlobal('fetch', fetched)
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  whenSessionIsLost(undefined)
})

describe('a write', () => {
  it('whose answer was lost is sent again with the same key', async () => {
    fetched.mockRejectedValueOnce(new TypeError('lost')).mockResolvedValueOnce(answer(200, { id: 'a' }))
    const onRepeat = vi.fn()
    const done = call(change, { params: { id: 'a' }, body: { version: 1 } }, { onRepeat })
    await vi.runAllTimersAsync()
    expect(await done).toEqual({ id: 'a' })
    expect(onRepeat).toHaveBeenCalledOnce()
    expect(headersOf(0)['idempotency-key']).toBeTruthy()
    expect(headersOf(1)['idempotency-key']).toBe(headersOf(0)['idempotency-key'])
  })

  it('that creates is told apart by the id of its record alone', async () => {
    fetched.mockResolvedValueOnce(answer(201, { id: 'a' }))
    await call(create, { body: { id: 'a' } })
    expect(headersOf(0)['idempotency-key']).toBeUndefined()
  })

  it('refused by a problem is not sent again, and its data are typed', async () => {
    const data = { version: 2, fields: [{ field: 'name', mine: 'a', theirs: 'b', base: 'c' }] }
    fetched.mockResolvedValueOnce(
      answer(409, { code: 'conflict', status: 409, title: 'x', detail: 'y', requestId: 'r', data }),
    )
    const error = await call(change, { params: { id: 'a' }, body: { version: 1 } }).catch((each: unknown) => each)
    expect(fetched).toHaveBeenCalledOnce()
    expect(isProblem(error, conflict) && error.data.fields[0]?.theirs).toBe('b')
  })
})

describe('a session that is lost', () => {
  it('is renewed over the page, and the call goes on', async () => {
    fetched.mockResolvedValueOnce(answer(401, {})).mockResolvedValueOnce(answer(200, { id: 'a' }))
    whenSessionIsLost(async () => true)
    expect(await call(read, { params: { id: 'a' } })).toEqual({ id: 'a' })
  })

  it('that nobody renews refuses the call', async () => {
    fetched.mockResolvedValueOnce(answer(401, { code: 'unauthenticated', status: 401, title: 'x' }))
    whenSessionIsLost(async () => false)
    await expect(call(read, { params: { id: 'a' } })).rejects.toMatchObject({ code: 'unauthenticated' })
  })
})

describe('an address', () => {
  it('leaves out filters that are not set and encodes the rest', () => {
    expect(
      address('/api/v1/things/:id', { params: { id: 'a/b' }, query: { q: 'ё &', open: true, x: undefined, y: '' } }),
    ).toBe('/api/v1/things/a%2Fb?q=%D1%91+%26&open=true')
  })
})

describe('the fields at fault', () => {
  it('are none for an error of another kind', () => expect(fieldErrors(new Error('x'))).toEqual([]))
})
