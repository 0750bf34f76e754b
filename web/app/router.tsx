import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { RouteError } from './route-error.tsx'
import { type AuditGroup, auditGroups } from '../../server/rooms/access/audit/kinds/contract.ts'
import { interestSort } from '../../server/rooms/interests/listing/sorting/contract.ts'
import { endFilters, moreFilters } from '../rooms/interests/sales-filter.ts'
import { enterWork, leaveForSetUp } from './session.ts'
import { Shell } from './shell.tsx'

const word = z.string().max(300).optional().catch(undefined)
const id = z.uuid().optional().catch(undefined)
const yes = z.literal(true).optional().catch(undefined)

const root = createRootRoute()

// ---- strangers ----
const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('../pages/set-up.tsx')),
})
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: z.object({ to: word }),
  beforeLoad: leaveForSetUp,
  component: lazyRouteComponent(() => import('../pages/sign-in.tsx')),
})

// ---- work: everything behind the sign-in; the form and an Interest may open over any page ----
const work = createRoute({
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
const home = createRoute({
  getParentRoute: () => work,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/sales', replace: true })
  },
})
const sales = createRoute({
  getParentRoute: () => work,
  path: '/sales',
  validateSearch: z.object({
    view: z.enum(['board', 'list']).default('board').catch('board'),
    scenarioId: id,
    responsibleId: z
      .union([z.literal('all'), z.uuid()])
      .optional()
      .catch(undefined),
    serviceTypeId: id,
    stateId: id,
    open: z.boolean().optional().catch(undefined),
    ...moreFilters,
    ...endFilters,
    q: word,
    /** Which next steps are looked at: `overdue,none`. */
    steps: z
      .string()
      .regex(/^(overdue|today|none|stuck)(,(overdue|today|none|stuck))*$/)
      .optional()
      .catch(undefined),
    sort: interestSort.optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../pages/sales.tsx')),
})
const myDay = createRoute({
  getParentRoute: () => work,
  path: '/my-day',
  validateSearch: z.object({
    /** Whose; mine when absent. */
    assigneeId: id,
    kind: z.enum(['interaction', 'task']).optional().catch(undefined),
    q: word,
  }),
  component: lazyRouteComponent(() => import('../pages/my-day.tsx')),
})
const interest = createRoute({
  getParentRoute: () => work,
  path: '/interests/$id',
  component: lazyRouteComponent(() => import('../pages/interest.tsx')),
})
const clients = createRoute({
  getParentRoute: () => work,
  path: '/clients',
  validateSearch: z.object({
    tab: z.enum(['clients', 'contacts', 'prospects']).default('clients').catch('clients'),
    q: word,
    archived: yes,
    responsibleId: id,
  }),
  component: lazyRouteComponent(() => import('../pages/clients.tsx')),
})
const month = z
  .string()
  .regex(/^\d{4}-(?:0[1-9]|1[0-2])$/)
  .optional()
  .catch(undefined)
const funnel = createRoute({
  getParentRoute: () => work,
  path: '/reports/funnel',
  validateSearch: z.object({
    scenarioId: id,
    from: month,
    to: month,
    /** Months of one's own choice, though they may be a whole quarter. */
    own: yes,
    responsibleId: id,
    departmentId: id,
    /** The number whose Interests are listed. */
    cell: z.enum(['reached', 'standing', 'won', 'lost']).optional().catch(undefined),
    stateId: id,
    lossReasonId: z
      .union([z.literal('none'), z.uuid()])
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../pages/funnel.tsx')),
})
/** Another record was asked for, which was merged into this one. */
const mergedSearch = z.object({ mergedFrom: id })
const client = createRoute({
  getParentRoute: () => work,
  path: '/clients/$id',
  validateSearch: mergedSearch,
  component: lazyRouteComponent(() => import('../pages/client.tsx')),
})
const imports = createRoute({
  getParentRoute: () => work,
  path: '/clients/imports',
  component: lazyRouteComponent(() => import('../pages/imports.tsx')),
})
const importOne = createRoute({
  getParentRoute: () => work,
  path: '/clients/imports/$id',
  component: lazyRouteComponent(() => import('../pages/import.tsx')),
})
const duplicates = createRoute({
  getParentRoute: () => work,
  path: '/duplicates',
  validateSearch: z.object({
    status: z.enum(['open', 'dismissed', 'merged']).default('open').catch('open'),
    kind: z.enum(['client', 'contact', 'prospect']).optional().catch(undefined),
    from: z.number().int().min(0).max(100).optional().catch(undefined),
    responsibleId: id,
  }),
  component: lazyRouteComponent(() => import('../pages/duplicates.tsx')),
})
const contact = createRoute({
  getParentRoute: () => work,
  path: '/contacts/$id',
  validateSearch: mergedSearch,
  component: lazyRouteComponent(() => import('../pages/contact.tsx')),
})
const prospect = createRoute({
  getParentRoute: () => work,
  path: '/prospects/$id',
  validateSearch: mergedSearch,
  component: lazyRouteComponent(() => import('../pages/prospect.tsx')),
})
const merge = createRoute({
  getParentRoute: () => work,
  path: '/merge',
  validateSearch: z.object({
    kind: z.enum(['client', 'contact', 'prospect']).default('client').catch('client'),
    a: id,
    b: id,
  }),
  component: lazyRouteComponent(() => import('../pages/merge.tsx')),
})

// ---- settings: a menu at the left, one page each ----
const settings = createRoute({
  getParentRoute: () => work,
  path: '/settings',
  component: lazyRouteComponent(() => import('../pages/settings/settings.tsx')),
})
const settingsHome = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/settings/me', replace: true })
  },
})
const settingsMe = createRoute({
  getParentRoute: () => settings,
  path: '/me',
  component: lazyRouteComponent(() => import('../pages/settings/me.tsx')),
})
/** Lists of administration: `open` names the record whose sheet is open, `new` a fresh one. */
const listSearch = z.object({
  q: word,
  archived: yes,
  open: z
    .union([z.literal('new'), z.uuid()])
    .optional()
    .catch(undefined),
})
const settingsUsers = createRoute({
  getParentRoute: () => settings,
  path: '/users',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../pages/settings/users.tsx')),
})
const settingsDepartments = createRoute({
  getParentRoute: () => settings,
  path: '/departments',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../pages/settings/departments.tsx')),
})
const settingsProfiles = createRoute({
  getParentRoute: () => settings,
  path: '/profiles',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../pages/settings/profiles.tsx')),
})
const settingsDirectory = createRoute({
  getParentRoute: () => settings,
  path: '/directories/$kind',
  params: {
    parse: ({ kind }) => ({
      kind: z
        .enum(['service_type', 'loss_reason', 'channel', 'source', 'project', 'calendar_region', 'interaction_kind'])
        .catch('service_type')
        .parse(kind),
    }),
    stringify: ({ kind }) => ({ kind }),
  },
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../pages/settings/directory.tsx')),
})
const settingsApiKeys = createRoute({
  getParentRoute: () => settings,
  path: '/api-keys',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../pages/settings/api-keys.tsx')),
})
const settingsCompany = createRoute({
  getParentRoute: () => settings,
  path: '/company',
  component: lazyRouteComponent(() => import('../pages/settings/company.tsx')),
})
const settingsCalendar = createRoute({
  getParentRoute: () => settings,
  path: '/calendar',
  component: lazyRouteComponent(() => import('../pages/settings/calendar.tsx')),
})
const settingsForm = createRoute({
  getParentRoute: () => settings,
  path: '/form',
  component: lazyRouteComponent(() => import('../pages/settings/form.tsx')),
})
const settingsDuplicates = createRoute({
  getParentRoute: () => settings,
  path: '/duplicates',
  component: lazyRouteComponent(() => import('../pages/settings/duplicates.tsx')),
})
const settingsScenarios = createRoute({
  getParentRoute: () => settings,
  path: '/scenarios',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../pages/settings/scenarios.tsx')),
})
const settingsScenario = createRoute({
  getParentRoute: () => settings,
  path: '/scenarios/$id',
  component: lazyRouteComponent(() => import('../pages/settings/scenario.tsx')),
})

const settingsTriggerJournal = createRoute({
  getParentRoute: () => settings,
  path: '/trigger-journal',
  validateSearch: z.object({
    scenarioId: id,
    triggerId: id,
    interestId: id,
    /** How the runs stand: `failed,refused`. */
    status: z
      .string()
      .regex(/^(waiting|done|refused|failed|skipped|cut)(,(waiting|done|refused|failed|skipped|cut))*$/)
      .max(80)
      .optional()
      .catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../pages/settings/trigger-journal.tsx')),
})

const settingsAccessLog = createRoute({
  getParentRoute: () => settings,
  path: '/access-log',
  validateSearch: z.object({
    q: word,
    actorId: id,
    recordId: id,
    group: z
      .enum(Object.keys(auditGroups) as [AuditGroup, ...AuditGroup[]])
      .optional()
      .catch(undefined),
    /** Days, both included. */
    from: z.iso.date().optional().catch(undefined),
    to: z.iso.date().optional().catch(undefined),
    address: z.string().max(60).optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('../pages/settings/access-log.tsx')),
})

const notFound = createRoute({
  getParentRoute: () => work,
  path: '$',
  component: lazyRouteComponent(() => import('../pages/not-found.tsx')),
})

/** All parts of the kit on one page; not in a build. */
const gallery = createRoute({
  getParentRoute: () => root,
  path: '/gallery',
  beforeLoad: () => {
    if (!import.meta.env.DEV) throw redirect({ to: '/' })
  },
  component: import.meta.env.DEV ? lazyRouteComponent(() => import('../pages/gallery.tsx')) : () => null,
})

const tree = root.addChildren([
  setUp,
  signIn,
  gallery,
  work.addChildren([
    home,
    sales,
    myDay,
    interest,
    clients,
    client,
    imports,
    importOne,
    duplicates,
    contact,
    prospect,
    merge,
    funnel,
    settings.addChildren([
      settingsHome,
      settingsMe,
      settingsUsers,
      settingsDepartments,
      settingsProfiles,
      settingsDirectory,
      settingsApiKeys,
      settingsCompany,
      settingsCalendar,
      settingsForm,
      settingsDuplicates,
      settingsScenarios,
      settingsScenario,
      settingsTriggerJournal,
      settingsAccessLog,
    ]),
    notFound,
  ]),
])

export const router = createRouter({
  routeTree: tree,
  defaultPreload: 'intent',
  defaultPendingMs: 300,
  defaultErrorComponent: RouteError,
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
