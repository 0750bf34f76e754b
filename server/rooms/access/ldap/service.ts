import { X509Certificate } from 'node:crypto'
import { connect as connectPlain, isIP } from 'node:net'
import { connect as connectSecure, type ConnectionOptions } from 'node:tls'
import {
  Client,
  ConstraintViolationError,
  type Entry,
  FilterParser,
  InappropriateAuthError,
  InvalidCredentialsError,
  NoSuchObjectError,
} from 'ldapts'
import { hostOf } from '../../../platform/outgoing/addresses.ts'
import { checkHost, CallRefused, failureOf as failureOfCall } from '../../../platform/outgoing/calling.ts'
import type { LdapSettings } from './contract.ts'
import { filterOfEverybody, filterOfLogin, isDisabledAccount, type Person } from './rules.ts'

/** Why the directory could not be asked. */
export class LdapFailure extends Error {
  readonly reason: string
  constructor(reason: string, cause?: unknown) {
    super(`ldap: ${reason}`, { cause })
    this.reason = reason
  }
}

/** Where the directory is and as whom it is asked. */
export type Access = LdapSettings & { bindPassword: string }

const PATIENCE_MS = 10_000
const PAGE = 500
/** Ports of directories; a host that an administrator named may have any. */
const PORTS = new Set(['', '389', '636', '3268', '3269'])

/** Is this a filter at all, once something stands for what is typed? */
export function isFilter(settings: Pick<LdapSettings, 'userFilter'>): boolean {
  try {
    FilterParser.parseString(filterOfLogin(settings, 'anna'))
    FilterParser.parseString(filterOfEverybody(settings))
    return true
  } catch {
    return false
  }
}

/** Is this a certificate in PEM, or nothing? */
export function isCertificate(text: string): boolean {
  if (text === '') return true
  try {
    return new X509Certificate(text).ca
  } catch {
    return false
  }
}

/**
 * One connection, secure before anything is said over it, to the address that was checked. Were it lost, the library
 * would open another one by itself, in the clear where TLS was asked for later: there is no second one here.
 */
async function connected<T>(settings: LdapSettings, use: (client: Client) => Promise<T>): Promise<T> {
  const url = new URL(settings.url)
  const host = hostOf(url)
  const { privateHosts } = settings
  if (!PORTS.has(url.port) && !privateHosts.includes(host)) throw new LdapFailure('address')
  const { address } = await checkHost(host, { privateHosts }).catch((error: unknown) => {
    throw failureOf(error)
  })
  const secure: ConnectionOptions = {
    // By this name the certificate is judged.
    ...(isIP(host) ? { host } : { host: address, servername: host }),
    ...(settings.certificate === '' ? {} : { ca: settings.certificate }),
  }
  let opened = 0
  const once = () => {
    if (opened++ > 0) throw new LdapFailure('unreachable')
  }
  const client = new Client({
    url: settings.url,
    timeout: PATIENCE_MS,
    connectTimeout: PATIENCE_MS,
    createConnection: ((port: number) => {
      once()
      return connectPlain(port, address)
    }) as typeof connectPlain,
    createSecureConnection: ((...args: unknown[]) => {
      const [first] = args
      if (typeof first === 'object') return connectSecure({ ...(first as ConnectionOptions), ...secure })
      once()
      return connectSecure({ ...secure, port: Number(first), host: address })
    }) as typeof connectSecure,
  })
  try {
    if (settings.startTls && url.protocol === 'ldap:') await client.startTLS({})
    else if (url.protocol !== 'ldaps:') throw new LdapFailure('plain')
    return await use(client)
  } catch (error) {
    throw failureOf(error)
  } finally {
    await client.unbind().catch(() => {})
  }
}

async function asReader<T>(access: Access, use: (client: Client) => Promise<T>): Promise<T> {
  return connected(access, async client => {
    // An empty password would ask for an anonymous session, and the directory would answer that with success.
    if (access.bindDn === '' || access.bindPassword === '') throw new LdapFailure('reader')
    await client.bind(access.bindDn, access.bindPassword).catch((error: unknown) => {
      throw error instanceof InvalidCredentialsError ? new LdapFailure('reader', error) : error
    })
    return use(client)
  })
}

/** The person whom the directory finds by what was typed; undefined when it finds nobody. @throws LdapFailure */
export async function findPerson(access: Access, login: string): Promise<Person | undefined> {
  return asReader(access, async client => {
    const { searchEntries } = await client.search(access.baseDn, {
      scope: 'sub',
      filter: filterOfLogin(access, login),
      sizeLimit: 2,
      ...whatIsRead(access),
    })
    const [entry, another] = searchEntries
    // Whose password would be checked? Nobody can tell.
    if (another) throw new LdapFailure('ambiguous')
    if (!entry) return undefined
    return personOf(access, entry) ?? Promise.reject(new LdapFailure('no_id'))
  })
}

/** Everybody whom the filter finds, page by page. @throws LdapFailure */
export async function listPeople(access: Access): Promise<Person[]> {
  return asReader(access, async client => {
    const { searchEntries } = await client.search(access.baseDn, {
      scope: 'sub',
      filter: filterOfEverybody(access),
      paged: { pageSize: PAGE },
      ...whatIsRead(access),
    })
    return searchEntries.flatMap(entry => personOf(access, entry) ?? [])
  })
}

/** How directories say no to a password: wrong, none to compare with, locked, gone meanwhile. */
const NO = [InvalidCredentialsError, InappropriateAuthError, ConstraintViolationError, NoSuchObjectError]

/** Is this the person's password? Asked on a connection of its own. @throws LdapFailure when nobody answers */
export async function isPassword(settings: LdapSettings, dn: string, password: string): Promise<boolean> {
  // A bind without a password is an anonymous one: the directory says yes to it whoever is named.
  if (dn === '' || password === '') return false
  return connected(settings, async client => {
    try {
      await client.bind(dn, password)
      return true
    } catch (error) {
      if (NO.some(each => error instanceof each)) return false
      throw error
    }
  })
}

function whatIsRead({ idAttribute, mailAttribute, nameAttribute, groupAttribute }: LdapSettings) {
  return {
    attributes: [idAttribute, mailAttribute, nameAttribute, groupAttribute, 'userAccountControl'],
    // The library compares letter by letter with what the directory answers.
    explicitBufferAttributes: [idAttribute, 'objectGUID'],
  }
}

function personOf(settings: LdapSettings, entry: Entry): Person | undefined {
  const byName = new Map(Object.entries(entry).map(([name, value]) => [name.toLowerCase(), [value].flat()]))
  const values = (name: string) => byName.get(name.toLowerCase()) ?? []
  const first = (name: string) => values(name)[0]?.toString().trim() || null
  const [id] = values(settings.idAttribute)
  if (id === undefined || id.length === 0) return undefined
  const bytes = Buffer.isBuffer(id) ? id : Buffer.from(id)
  return {
    dn: entry.dn,
    // Active Directory names people by bytes, others by a text.
    subject: settings.idAttribute.toLowerCase() === 'objectguid' ? bytes.toString('hex') : bytes.toString('utf8'),
    email: first(settings.mailAttribute)?.slice(0, 200) ?? null,
    name: (first(settings.nameAttribute) ?? first(settings.mailAttribute) ?? entry.dn).slice(0, 120),
    groups: values(settings.groupAttribute).map(each => each.toString()),
    isDisabled: settings.kind === 'active_directory' && isDisabledAccount(first('userAccountControl') ?? undefined),
  }
}

function failureOf(error: unknown): LdapFailure {
  if (error instanceof LdapFailure) return error
  if (error instanceof CallRefused) return new LdapFailure(error.reason, error)
  if (error instanceof NoSuchObjectError) return new LdapFailure('base', error)
  if (typeof (error as { code?: unknown }).code === 'number') return new LdapFailure('answer', error)
  return new LdapFailure(failureOfCall(error).reason, error)
}
