import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { z } from 'zod'
import { type AuditGroup, auditGroups } from '../../server/rooms/access/audit/kinds/contract.ts'
import { id, word, work, yes } from './work-route.ts'

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
const settingsAbsences = createRoute({
  getParentRoute: () => settings,
  path: '/absences',
  validateSearch: listSearch,
  component: lazyRouteComponent(() => import('../pages/settings/absences.tsx')),
})
const settingsHandOvers = createRoute({
  getParentRoute: () => settings,
  path: '/hand-overs',
  component: lazyRouteComponent(() => import('../pages/settings/hand-overs.tsx')),
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
const settingsSignIn = createRoute({
  getParentRoute: () => settings,
  path: '/sign-in',
  validateSearch: z.object({ by: z.literal('ldap').optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('../pages/settings/sign-in.tsx')),
})
const settingsSignInRules = createRoute({
  getParentRoute: () => settings,
  path: '/sign-in-rules',
  component: lazyRouteComponent(() => import('../pages/settings/sign-in-rules.tsx')),
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

export const settingsRoutes = settings.addChildren([
  settingsHome,
  settingsMe,
  settingsUsers,
  settingsDepartments,
  settingsAbsences,
  settingsHandOvers,
  settingsProfiles,
  settingsDirectory,
  settingsApiKeys,
  settingsCompany,
  settingsSignIn,
  settingsSignInRules,
  settingsCalendar,
  settingsForm,
  settingsDuplicates,
  settingsScenarios,
  settingsScenario,
  settingsTriggerJournal,
  settingsAccessLog,
])
