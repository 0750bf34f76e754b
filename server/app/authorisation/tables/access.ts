import { newId } from '../../../platform/pure/ids.ts'
import { leads, type Profile, type Relation } from '../policy.ts'
import {
  anybodys,
  common,
  ofPerson,
  type Asked,
  type Entry,
  mine,
  needs,
  open,
  type Scene,
  signedIn,
  type Table,
  type Verdict,
} from '../table.ts'

const USERS = 'users.administer'
const SIGN_IN = 'sign_in.administer'
const user = { of: 'user', judge: anybodys } as const
const id = (name: 'departmentId' | 'profileId', more: Asked = {}): Pick<Entry, 'ask' | 'judge'> => ({
  ask: ({ stage, relation }: Scene) => ({ params: { id: relation === 'absent' ? newId() : stage[name] }, ...more }),
  judge: common,
})
/** Of oneself it is not done this way. */
const othersOnly = (own: Verdict) => ({
  of: 'user' as const,
  judge: ofPerson((profile, relation) => (relation === 'own' ? own : anybodys(profile, relation))),
})
const singleSignOn = {
  enabled: false,
  button: 'Войти',
  linkByEmail: false,
  createUsers: false,
  mailDomains: [],
  role: 'salesperson',
  privateHosts: [],
}
const ldap = {
  enabled: false,
  kind: 'other',
  startTls: false,
  userFilter: '(mail={login})',
  idAttribute: 'uid',
  mailAttribute: 'mail',
  nameAttribute: 'cn',
  groupAttribute: 'memberOf',
  groupRoles: [],
  linkByEmail: false,
  createUsers: false,
  privateHosts: [],
}
const password = 'очень длинный пароль'

/** People, sessions, keys, profiles, the ways of signing in, the audit log. */
export const access: Table = {
  'GET /events': signedIn(),
  'POST /sign-in/password': open(() => ({ body: { email: 'nobody@example.com', password } }), {
    passes: '401 sign_in.refused',
  }),
  'POST /sign-in/link': open(() => ({ body: { token: 'x' } }), { passes: '410 link.spent' }),
  'POST /sign-in/link/check': open(() => ({ body: { token: 'x' } }), { passes: '410 link.spent' }),
  'POST /sign-in/code': open(() => ({ body: { code: '123456' } }), { passes: '410 sign_in.code_too_late' }),
  'GET /sign-in/ways': open(),
  'POST /sign-in/single-sign-on': open(() => ({ body: {} }), { passes: '404 single_sign_on.off' }),
  'POST /sign-in/single-sign-on/return': open(() => ({ body: { parameters: 'state=x' } }), {
    passes: '404 single_sign_on.off',
  }),
  'GET /setup': open(),
  'POST /setup/checks': open(() => ({ body: {} })),
  'POST /setup': open(
    () => ({
      body: {
        token: 'x',
        administrator: { name: 'Кто-то', email: 'somebody@example.com', password },
        company: { name: 'Другая', timeZone: 'UTC', currency: 'RUB' },
      },
    }),
    { passes: '409 set_up.closed' },
  ),

  'GET /session': signedIn(),
  'PATCH /session': signedIn(() => ({ body: { language: 'ru' } })),
  'DELETE /session': signedIn(),
  'PUT /session/password': signedIn(() => ({ body: { password } })),
  'GET /sessions': signedIn(),
  'DELETE /sessions': signedIn(),
  'DELETE /sessions/:id': signedIn(undefined, { of: 'session', judge: mine }),
  'PUT /session/view-as': needs('access.view_as', ({ stage }) => ({ body: { userId: stage.stranger } })),
  'DELETE /session/view-as': signedIn(),
  'GET /refusals': signedIn(() => ({ query: { right: 'clients.create' } })),
  'GET /session/outside-accounts': signedIn(),
  'POST /session/outside-accounts/single-sign-on': signedIn(undefined, { passes: '404 single_sign_on.off' }),
  'DELETE /session/outside-accounts/single-sign-on': signedIn(undefined, { passes: '409 outside_account.last_way' }),
  'GET /session/second-factor': signedIn(),
  'POST /session/second-factor': signedIn(),
  'POST /session/second-factor/confirm': signedIn(() => ({ body: { code: '123456' } }), {
    passes: '409 second_factor.off',
  }),
  'POST /session/second-factor/recovery-codes': signedIn(() => ({ body: { password } }), {
    passes: '409 second_factor.off',
  }),
  'POST /session/second-factor/turn-off': signedIn(() => ({ body: { password } }), { passes: '409 second_factor.off' }),

  'GET /users': signedIn(),
  'GET /users/:id': signedIn(undefined, user),
  'POST /users': needs(USERS, () => ({
    body: { id: newId(), email: `${newId()}@example.com`, name: 'Новый', role: 'salesperson' },
  })),
  'PATCH /users/:id': needs(USERS, () => ({ body: { version: 1, name: 'Другое имя' } }), user),
  'POST /users/:id/deactivate': needs(USERS, undefined, othersOnly('409 user.last_administrator')),
  'POST /users/:id/reactivate': needs(USERS, undefined, user),
  'POST /users/:id/sign-in-link': needs(USERS, undefined, user),
  'GET /users/:id/sessions': needs(USERS, undefined, user),
  'DELETE /users/:id/sessions': needs(USERS, undefined, user),
  'DELETE /users/:id/sessions/:sessionId': needs(
    USERS,
    ({ family }) => ({ params: { sessionId: family.session } }),
    user,
  ),
  'GET /users/:id/second-factor': needs(USERS, undefined, user),
  'POST /users/:id/second-factor/reset': needs(USERS, undefined, {
    ...othersOnly('403 forbidden own'),
    passes: '409 second_factor.off',
  }),
  'GET /sign-in-rules': needs(USERS),
  'PUT /sign-in-rules': needs(USERS, () => ({ body: { version: 1, passwordLength: 9, secondFactorProfiles: [] } })),

  'GET /departments': signedIn(),
  'POST /departments': needs(USERS, () => ({ body: { id: newId(), name: 'Новый отдел' } })),
  'PATCH /departments/:id': { ...needs(USERS), ...id('departmentId', { body: { version: 1, order: 3 } }) },
  'POST /departments/:id/archive': { ...needs(USERS), ...id('departmentId'), passes: '409 department.in_use' },
  'POST /departments/:id/restore': { ...needs(USERS), ...id('departmentId') },

  'GET /profiles': signedIn(),
  'GET /profiles/:id': { ...signedIn(), ...id('profileId') },
  'POST /profiles': needs(USERS, ({ stage }) => ({
    body: { id: newId(), fromId: stage.profileId, name: `Профиль ${newId()}` },
  })),
  'PATCH /profiles/:id': { ...needs(USERS), ...id('profileId', { body: { version: 1, name: 'Иное' } }) },
  'POST /profiles/:id/archive': { ...needs(USERS), ...id('profileId') },
  'POST /profiles/:id/restore': { ...needs(USERS), ...id('profileId') },
  'POST /profiles/:id/preview': { ...needs(USERS), ...id('profileId', { body: {} }) },

  'GET /api-keys': signedIn(),
  'POST /api-keys': [
    signedIn(() => ({ body: { id: newId(), name: 'Мой ключ' } })),
    // A key of somebody else is for whoever administers users.
    signedIn(({ family }) => ({ body: { id: newId(), name: 'Чужой ключ', userId: family.user } }), {
      judge: ofPerson((profile, relation) => {
        if (profile !== 'administrator') return relation === 'own' ? 'ok' : `403 forbidden ${USERS}`
        return anybodys(profile, relation)
      }),
      unseen: '422 invalid userId',
    }),
  ],
  'DELETE /api-keys/:id': signedIn(undefined, {
    of: 'apiKey',
    judge: ofPerson((profile, relation) =>
      profile === 'administrator' ? anybodys(profile, relation) : mine(profile, relation),
    ),
  }),

  'GET /absences': signedIn(),
  'GET /absences-people': signedIn(),
  'GET /absences/:id': signedIn(undefined, { of: 'absence', judge: anybodys }),
  'POST /absences': signedIn(
    ({ family }) => ({
      body: {
        id: newId(),
        userId: family.user,
        kind: 'trip',
        fromDay: '2127-01-10',
        toDay: '2127-01-12',
        work: false,
        rights: false,
        substitutes: [],
      },
    }),
    { judge: absence, unseen: '422 invalid userId' },
  ),
  'PATCH /absences/:id': signedIn(() => ({ body: { version: 1, comment: 'Горы' } }), {
    of: 'absence',
    judge: absence,
  }),
  'POST /absences/:id/cancel': signedIn(() => ({ body: { version: 1 } }), {
    of: 'absence',
    judge: absence,
  }),
  'POST /absences-preview': signedIn(
    ({ family }) => ({
      body: { userId: family.user, fromDay: '2127-01-10', toDay: '2127-01-12', substituteIds: [] },
    }),
    { judge: absence, unseen: '422 invalid userId' },
  ),

  'GET /single-sign-on': needs(SIGN_IN),
  'PUT /single-sign-on': needs(SIGN_IN, () => ({ body: { version: 0, settings: singleSignOn } })),
  'POST /single-sign-on/checks': needs(SIGN_IN, () => ({ body: { privateHosts: [] } })),
  'GET /ldap': needs(SIGN_IN),
  'PUT /ldap': needs(SIGN_IN, () => ({ body: { version: 0, settings: ldap } })),
  'POST /ldap/checks': needs(SIGN_IN, () => ({ body: { settings: ldap } })),
  'GET /ldap/comparison': needs(SIGN_IN, undefined, { passes: '424 ldap.failed off' }),
  'POST /ldap/comparison': needs(SIGN_IN, undefined, { passes: '424 ldap.failed off' }),

  'GET /audit': needs('audit.read'),
  'GET /audit/state': needs('audit.read'),
  'POST /audit/checks': needs('audit.read'),
  'GET /audit/export': needs('audit.read'),
  'POST /audit/prints': signedIn(() => ({ body: { what: 'list', page: '/clients', narrowed: false } })),

  'GET /notices': signedIn(),
  'GET /notices-summary': signedIn(),
  'POST /notices/:id/read': signedIn(undefined, { of: 'notice', judge: mine }),
  'POST /notices-summary/read': signedIn(),
}

/** That somebody is away everybody knows; it is entered by oneself, and by whoever leads that person. */
function absence(profile: Profile, relation: Relation): Verdict {
  if (relation === 'absent') return 'unseen'
  return relation === 'own' || leads(profile, relation) ? 'ok' : '403 forbidden absences.others'
}
