import { createRootRoute, createRoute } from '@tanstack/react-router'
import { z } from 'zod'
import { enterWork } from './session.ts'
import { Shell } from './shell.tsx'

export const word = z.string().max(300).optional().catch(undefined)
export const id = z.uuid().optional().catch(undefined)
export const yes = z.literal(true).optional().catch(undefined)

export const root = createRootRoute()

// ---- work: everything behind the sign-in; the form and an Interest may open over any page ----
export const work = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  validateSearch: z.object({
    /** The registration form, for a client or prospect already known. */
    new: yes,
    newClient: id,
    newProspect: id,
    /** The Interest from which the new one comes. */
    newBasis: id,
    /** The draft with which the form goes on. */
    draft: id,
    /** The Interest whose card is open over the page. */
    interest: id,
    /** The notices are open over the page. */
    notices: yes,
  }),
  beforeLoad: ({ location }) => enterWork(location.href),
  component: Shell,
})
