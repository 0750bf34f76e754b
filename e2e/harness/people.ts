import type { BrowserContext } from '@playwright/test'
import type { Endpoint, ResultOf } from '../../server/platform/contract.ts'
import { newId } from '../../server/platform/pure/ids.ts'
import { createUser, readMe, signIn } from '../../server/rooms/access/contract.ts'

type Input = {
  params?: Record<string, unknown>
  query?: Record<string, unknown>
  body?: unknown
}

/** A person with an open session; journeys use it to lay out what they start from, never to do the work under test. */
export type Person = {
  id: string
  name: string
  email: string
  password: string
  cookie: string
  call: <E extends Endpoint>(endpoint: E, input?: Input) => Promise<ResultOf<E>>
}

/** Signs in at the API, as the page for it does. */
export async function signedIn(url: string, email: string, password: string): Promise<Person> {
  const response = await fetch(`${url}${signIn.path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
  if (!response.ok) throw new Error(`${email} was not let in: ${response.status} ${await response.text()}`)
  const cookie = response.headers.getSetCookie().find(each => each.startsWith('sid='))
  const value = cookie?.split(';')[0]?.slice('sid='.length)
  if (value === undefined) throw new Error('no session cookie came with the sign-in')
  const call = callerOf(url, value)
  const { user } = await call(readMe)
  return { id: user.id, name: user.name, email, password, cookie: value, call }
}

/** A new salesperson (or head, administrator, observer) of this product, already signed in. */
export async function hired(
  url: string,
  administrator: Person,
  name: string,
  role: 'salesperson' | 'head' | 'administrator' | 'observer' = 'salesperson',
): Promise<Person> {
  const id = newId()
  const email = `${id.slice(-12)}@example.org`
  const password = `облако-${id.slice(-6)}`
  await administrator.call(createUser, { body: { id, email, name, role, password } })
  return signedIn(url, email, password)
}

/** Lets a browser in as this person, without the page of the sign-in. */
export async function enter(context: BrowserContext, url: string, person: Person): Promise<void> {
  await context.addCookies([{ name: 'sid', value: person.cookie, url, httpOnly: true, sameSite: 'Lax' }])
}

function callerOf(url: string, cookie: string): Person['call'] {
  return async (endpoint, input = {}) => {
    const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(input.params?.[name])))
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(input.query ?? {})) {
      if (value !== undefined) query.set(name, String(value))
    }
    const response = await fetch(`${url}${path}${query.size > 0 ? `?${query}` : ''}`, {
      method: endpoint.method,
      headers: { cookie: `sid=${cookie}`, ...(input.body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(input.body === undefined ? {} : { body: JSON.stringify(input.body) }),
    })
    const text = await response.text()
    if (!response.ok) throw new Error(`${endpoint.method} ${path}: ${response.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as never
  }
}
