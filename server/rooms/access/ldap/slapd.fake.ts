import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Attribute, Change, Client } from 'ldapts'

const SLAPD = '/usr/sbin/slapd'
const MODULES = '/usr/lib/ldap'
const SCHEMAS = '/etc/ldap/schema'

/** What stands in the way of a real directory; undefined when there is one. Installs it where that is possible. */
export function whyNoSlapd(say: (text: string) => void): string | undefined {
  if (existsSync(SLAPD)) return undefined
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    return `${SLAPD} is not installed, and only root may install it`
  say('Installing slapd and ldap-utils of the system for the tests of the staff directory')
  try {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    const options = { env, stdio: 'ignore', timeout: 180_000 } as const
    execFileSync('apt-get', ['install', '-y', '--no-install-recommends', 'slapd', 'ldap-utils'], options)
  } catch (error) {
    return `slapd could not be installed: ${(error as Error).message}`
  }
  return existsSync(SLAPD) ? undefined : `${SLAPD} is missing after its installation`
}

export const BASE = 'dc=firma,dc=example'
export const READER = { dn: `cn=reader,${BASE}`, password: 'читатель каталога' }
const ADMIN = { dn: `cn=admin,${BASE}`, password: 'admin-of-tests' }

/**
 * The real OpenLDAP of the system, in a folder of its own, on ports of this machine, with a certificate for `localhost`
 * that an authority made for it signed. The child dies with its stop, and with this process.
 */
export async function startSlapd() {
  const dir = mkdtempSync(join(tmpdir(), 'interes-slapd-'))
  const at = (name: string) => join(dir, name)
  const { authority } = makeCertificates(dir)
  const [port, plainPort] = [await freePort(), await freePort()]
  mkdirSync(at('base'))
  writeFileSync(at('slapd.conf'), configuration(dir))
  writeFileSync(at('first.ldif'), FIRST)
  execFileSync('/usr/sbin/slapadd', ['-f', at('slapd.conf'), '-l', at('first.ldif')], { stdio: 'pipe' })

  let child: ChildProcess | undefined
  const kill = () => child?.kill('SIGKILL')
  process.on('exit', kill)

  async function start(): Promise<void> {
    const urls = `ldaps://127.0.0.1:${port}/ ldap://127.0.0.1:${plainPort}/`
    child = spawn(SLAPD, ['-d', '0', '-f', at('slapd.conf'), '-h', urls], { stdio: 'ignore' })
    for (let tries = 0; ; tries++) {
      try {
        return await asAdmin(async () => {})
      } catch (error) {
        if (tries > 100) throw error
        await sleep(100)
      }
    }
  }

  async function pause(): Promise<void> {
    const ended = new Promise(done => child?.once('exit', done))
    child?.kill('SIGTERM')
    await ended
    child = undefined
  }

  async function asAdmin<T>(use: (client: Client) => Promise<T>): Promise<T> {
    const client = new Client({ url: `ldap://127.0.0.1:${plainPort}`, timeout: 5_000, connectTimeout: 5_000 })
    try {
      await client.bind(ADMIN.dn, ADMIN.password)
      return await use(client)
    } finally {
      await client.unbind().catch(() => {})
    }
  }

  await start()
  return {
    url: `ldaps://localhost:${port}`,
    plainUrl: `ldap://localhost:${plainPort}`,
    port,
    authority,
    start,
    pause,
    async add(dn: string, values: Record<string, string | string[]>): Promise<void> {
      await asAdmin(client => client.add(dn, values))
    },
    async replace(dn: string, type: string, values: string[]): Promise<void> {
      const modification = new Attribute({ type, values })
      await asAdmin(client => client.modify(dn, new Change({ operation: 'replace', modification })))
    },
    async remove(dn: string): Promise<void> {
      await asAdmin(client => client.del(dn))
    },
    async stop(): Promise<void> {
      if (child) await pause()
      process.off('exit', kill)
      rmSync(dir, { recursive: true, force: true })
    },
  }
}

export type Slapd = Awaited<ReturnType<typeof startSlapd>>

/** A person as directories have them. */
export function anEntry(uid: string, more: Record<string, string | string[]> = {}) {
  return {
    dn: `uid=${uid},ou=people,${BASE}`,
    values: {
      objectClass: ['inetOrgPerson'],
      uid,
      cn: `Сотрудник ${uid}`,
      sn: uid,
      mail: `${uid}@firma.example`,
      userPassword: `пароль ${uid}`,
      ...more,
    },
  }
}

function makeCertificates(dir: string): { authority: string } {
  const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: dir, stdio: 'pipe' })
  writeFileSync(join(dir, 'names.cnf'), 'subjectAltName=DNS:localhost\nbasicConstraints=CA:FALSE\n')
  openssl(
    ...'req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj'.split(' '),
    '/CN=Interes tests authority',
  )
  openssl(...'req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost'.split(' '))
  openssl(
    ...'x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile names.cnf -out server.pem'.split(
      ' ',
    ),
  )
  return { authority: readFileSync(join(dir, 'ca.pem'), 'utf8') }
}

function configuration(dir: string): string {
  return `
include ${SCHEMAS}/core.schema
include ${SCHEMAS}/cosine.schema
include ${SCHEMAS}/inetorgperson.schema
# a few attributes of Active Directory, to see how its answers are read
attributetype ( 1.2.840.113556.1.4.8 NAME 'userAccountControl' EQUALITY integerMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.27 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
attributetype ( 1.2.840.113556.1.4.221 NAME 'sAMAccountName' EQUALITY caseIgnoreMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.15 SINGLE-VALUE )
objectclass ( 1.3.6.1.4.1.99999.2 NAME 'adPerson' SUP top AUXILIARY MAY ( userAccountControl $ objectGUID $ sAMAccountName ) )
modulepath ${MODULES}
moduleload back_mdb
moduleload memberof
pidfile ${dir}/slapd.pid
TLSCACertificateFile ${dir}/ca.pem
TLSCertificateFile ${dir}/server.pem
TLSCertificateKeyFile ${dir}/server.key
# as many do by accident: a bind without a password is answered with success
allow bind_anon_dn bind_anon_cred
database mdb
suffix "${BASE}"
rootdn "${ADMIN.dn}"
rootpw ${ADMIN.password}
directory ${dir}/base
maxsize 16777216
overlay memberof
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${READER.dn}" read by anonymous auth by * none
`
}

const FIRST = `dn: ${BASE}
objectClass: dcObject
objectClass: organization
dc: firma
o: Firma

dn: ou=people,${BASE}
objectClass: organizationalUnit
ou: people

dn: ou=groups,${BASE}
objectClass: organizationalUnit
ou: groups

dn: ${READER.dn}
objectClass: organizationalRole
objectClass: simpleSecurityObject
cn: reader
userPassword: ${READER.password}
`

function freePort(): Promise<number> {
  return new Promise((done, failed) => {
    const server = createServer()
    server.once('error', failed)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => done(port))
    })
  })
}
