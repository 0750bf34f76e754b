import type { Fault } from './faults.ts'

const single = 'server/rooms/access/single-sign-on'
const ldap = 'server/rooms/access/ldap'
const provider = `${single}/http.test.ts`
const directory = `${ldap}/ldap.slow.test.ts`

/** A claim of the token that is forgiven, though the library refuses it. */
const forgiving = (claim: string) => ({
  file: `${single}/service.ts`,
  find: `    return claimsOf({ ...more, ...told }, groupClaim)
  } catch (error) {`,
  replace: `    return claimsOf({ ...more, ...told }, groupClaim)
  } catch (error) {
    for (let each: any = error; each; each = each.cause) {
      if (each.cause?.claim === '${claim}') return claimsOf(each.cause.claims, connection.groupClaim)
    }`,
})

/** Faults of the sign-in through other services: whom they would let in. */
export const outsideAccountFaults: readonly Fault[] = [
  {
    name: 'sign-in: the nonce of the provider is not checked',
    ...forgiving('nonce'),
    test: provider,
    only: 'wrong nonce',
  },
  {
    name: 'sign-in: a token for another client is believed',
    ...forgiving('aud'),
    test: provider,
    only: 'wrong audience',
  },
  {
    name: 'sign-in: the signature of the provider is not checked',
    file: `${single}/service.ts`,
    find: 'execute: [openid.enableNonRepudiationChecks, ',
    replace: 'execute: [',
    test: provider,
    only: 'wrong signature',
  },
  {
    name: 'sign-in: an account is taken over by an e-mail that nobody has verified',
    file: `${single}/rules.ts`,
    find: `  if (!claims.emailVerified) return refuse('email_unverified')\n`,
    replace: '',
    test: provider,
    only: 'takes no account over',
  },
  {
    name: 'sign-in: a user who is linked is taken over by another account with the same e-mail',
    file: `${single}/rules.ts`,
    find: `    if (sameEmail.isLinked) return refuse('linked_to_another')\n`,
    replace: '',
    test: `${single}/rules.test.ts`,
    only: 'takes nobody over',
  },
  {
    name: 'sign-in: another person ends the linking that somebody began',
    file: `${single}/actions.ts`,
    find: 'if (attempt.userId !== null && attempt.userId !== caller?.actor.userId)',
    replace: 'if (attempt.userId !== null && !caller && attempt.userId === back.token)',
    test: provider,
    only: 'links the own account',
  },
  {
    name: 'sign-in: an attempt is used twice',
    file: `${single}/storage.ts`,
    find: `delete from single_sign_on_attempt where token_hash = $1 and expires_at > $2
  returning redirect_uri`,
    replace: `update single_sign_on_attempt set expires_at = expires_at where token_hash = $1 and expires_at > $2
  returning redirect_uri`,
    test: provider,
    only: 'comes back once',
  },
  {
    name: 'sign-in: the secret goes to another address without being asked for',
    file: `${single}/actions.ts`,
    find: 'const needsSecret = moved &&',
    replace: 'const needsSecret = !moved &&',
    test: provider,
    only: 'want the secret again',
  },
  {
    name: 'sign-in: an inner address is called that nobody has named',
    file: 'server/platform/outgoing/calling.ts',
    find: `if (reach === 'never' || (reach === 'inner' && !isNamed)) throw`,
    replace: `if (reach === 'never' && !isNamed) throw`,
    test: 'server/platform/outgoing/addresses.test.ts',
    only: 'however it is written',
  },
  {
    name: 'sign-in: the directory is asked with an empty password',
    file: `${ldap}/service.ts`,
    find: `if (dn === '' || password === '') return false`,
    replace: `if (dn === '') return false`,
    test: directory,
    only: 'never comes in without one',
  },
  {
    name: 'sign-in: what is typed goes into the filter of the directory as it is',
    file: `${ldap}/rules.ts`,
    find: 'userFilter.replaceAll(PLACE, () => escapeFilterValue(login))',
    replace: 'userFilter.replaceAll(PLACE, () => login)',
    test: `${ldap}/rules.test.ts`,
    only: 'stays one value',
  },
  {
    name: 'sign-in: what is typed finds people of the directory by a pattern',
    file: `${ldap}/rules.ts`,
    find: String.raw`const SPECIAL = '\\*()'`,
    replace: String.raw`const SPECIAL = '\\()'`,
    test: directory,
    only: 'is not found by a pattern',
  },
  {
    name: 'sign-in: any certificate of the directory is believed',
    file: `${ldap}/service.ts`,
    find: '  const secure: ConnectionOptions = {',
    replace: '  const secure: ConnectionOptions = {\n    rejectUnauthorized: false,',
    test: directory,
    only: 'tells in words what failed',
  },
  {
    name: 'sign-in: whom the directory checks comes in by an old password of the product',
    file: 'server/rooms/access/sessions/actions.ts',
    find: 'const own = isElsewhere ? null : (found?.passwordHash ?? null)',
    replace: 'const own = found?.passwordHash ?? null',
    test: directory,
    only: 'only the directory knows the password',
  },
  {
    name: 'sign-in: an answer of the directory closes the way in to nearly everybody',
    file: `${ldap}/rules.ts`,
    find: 'gone.length * 3 > linked.length',
    replace: 'gone.length > linked.length',
    test: `${ldap}/rules.test.ts`,
    only: 'more than a third',
  },
  {
    name: 'sign-in: the night compares what nobody has looked at',
    file: `${ldap}/comparing/actions.ts`,
    find: 'if (!planned || planned.stored.trustedAt === null) return',
    replace: 'if (!planned) return',
    test: directory,
    only: 'shows first what it would do',
  },
]
