import { redirect } from '@tanstack/react-router'
import { readMe } from '../../server/rooms/access/contract.ts'
import { call } from '../lib/api.ts'
import { setViewerZone } from '../lib/formats.ts'
import { activateLanguage } from '../lib/language.ts'
import { ProblemError } from '../lib/problem-error.ts'
import { entranceQuery, type Me, meQuery } from '../rooms/access/me.ts'
import { mySettingsQuery } from '../rooms/fields/settings.ts'
import { queryClient } from './query-client.ts'

/** Strangers at the start of the page go to the sign-in; later a lost session asks over the page instead. */
const askQuietly = { ...readMe, access: 'public' as const }

async function whoAmI(): Promise<Me | undefined> {
  const known = queryClient.getQueryData(meQuery.queryKey)
  if (known) return known
  try {
    const me = await call(askQuietly, {})
    queryClient.setQueryData(meQuery.queryKey, me)
    return me
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) return undefined
    throw error
  }
}

/** Only signed-in people pass; their language and zone are in force before the first page is drawn. */
export async function enterWork(href: string): Promise<void> {
  const me = await whoAmI()
  if (!me) throw redirect({ to: '/sign-in', search: href === '/' ? {} : { to: href } })
  await adopt(me)
  if (me.secondFactor.due) throw redirect({ to: '/second-factor', search: href === '/' ? {} : { to: href } })
  void queryClient.prefetchQuery(mySettingsQuery)
}

/** The one page of whoever needs a second factor first; nobody else has anything to do there. */
export async function enterSetUpOfFactor(): Promise<void> {
  const me = await whoAmI()
  if (!me) throw redirect({ to: '/sign-in', search: {} })
  await adopt(me)
  if (!me.secondFactor.due) throw redirect({ to: '/' })
}

/** A rule came into force while somebody worked: the page that was left is opened again afterwards. */
export function forgetWhoAmI(): void {
  queryClient.removeQueries({ queryKey: meQuery.queryKey })
}

async function adopt(me: Me): Promise<void> {
  setViewerZone(me.user.timeZone ?? me.company.timeZone)
  await activateLanguage(me.user.language)
}

/** Nobody can sign in before the product is set up. */
export async function leaveForSetUp(): Promise<void> {
  const { open } = await queryClient.fetchQuery(entranceQuery)
  if (open) throw redirect({ to: '/set-up' })
}
