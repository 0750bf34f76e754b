// Plain JavaScript without dependencies: runs on the system's Node, from 18 on, before anything is installed.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lock } from '../../server/platform/process-lock.mjs'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const cache = join(root, '.cache')
const modules = join(root, 'node_modules')
const stamp = join(modules, '.interes-install')
const OLDEST_OWN_NODE = [24, 7]

const isRussian = /^ru/i.test(process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '')

/** One of the two texts, by the language of the console. */
export const text = (english, russian) => (isRussian ? russian : english)
export const say = (english, russian) => console.log(text(english, russian))

/** A reason to stop that is told in one sentence, without a stack. */
export class Refusal extends Error {}

/** Runs a script's body: a refusal is one line and exit code 1. */
export async function runScript(body) {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (error) {
    console.error(error instanceof Refusal ? error.message : error)
    process.exitCode = 1
  }
}

/** Installs what is missing and answers the Node that runs the project. */
export async function prepare() {
  await install()
  return findNode()
}

/** Runs one of two starts in one tree at a time through work that both would do. */
export async function alone(name, work) {
  mkdirSync(cache, { recursive: true })
  const held = await lock(join(cache, `${name}.lock`), () =>
    say(
      'Waiting for another start in this folder to finish installing …',
      'Жду, пока другой запуск в этой папке закончит установку …',
    ),
  )
  try {
    return await work()
  } finally {
    held.release()
  }
}

async function install() {
  const [major] = process.versions.node.split('.').map(Number)
  if (major < 18) {
    throw new Refusal(
      text(
        `Node.js ${process.versions.node} is too old to start with: 18 or newer is needed.`,
        `Node.js ${process.versions.node} слишком старый: нужен 18 или новее.`,
      ),
    )
  }
  if (isInstalled()) return
  await alone('install', async () => {
    if (isInstalled()) return
    const lockFile = readFileSync(join(root, 'package-lock.json'), 'utf8')
    const { packages } = JSON.parse(lockFile)
    if (!isCurrent(packages)) {
      rmSync(stamp, { force: true })
      say('Installing dependencies, about half a minute …', 'Устанавливаю зависимости, около полуминуты …')
      await runNpm(process.execPath, ['ci'])
    }
    // Under a Node that a package does not name as its own, npm silently leaves its binaries out; under ours it does not.
    if (!hasBinaries(packages)) await runNpm(findNode(), ['install', '--no-save'])
    writeFileSync(stamp, hashOf(lockFile))
  })
}

const hashOf = lockFile =>
  createHash('sha256').update(`${process.platform} ${process.arch} `).update(lockFile).digest('hex')

function isInstalled() {
  try {
    return readFileSync(stamp, 'utf8') === hashOf(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  } catch {
    return false
  }
}

/** Whether somebody has already installed exactly this lock file with npm. */
function isCurrent(packages) {
  try {
    const has = JSON.parse(readFileSync(join(modules, '.package-lock.json'), 'utf8')).packages
    return Object.entries(packages).every(([path, wish]) =>
      has[path]
        ? has[path].version === wish.version
        : path === '' || isBinary(wish) || wish.optional || wish.devOptional,
    )
  } catch {
    return false
  }
}

/** Whether every package that is made for this platform is there. */
function hasBinaries(packages) {
  return Object.entries(packages).every(
    ([path, wish]) => !isBinary(wish) || !fits(wish) || existsSync(join(root, path)),
  )
}

const isBinary = ({ os, cpu }) => Boolean(os || cpu)
const fits = ({ os, cpu, libc }) =>
  (!os || os.includes(process.platform)) &&
  (!cpu || cpu.includes(process.arch)) &&
  (!libc || libc.includes(isMusl() ? 'musl' : 'glibc'))

function runNpm(node, command) {
  // No install scripts: nothing here needs one. The environment may say "production", the build needs the rest.
  const include = ['--include=dev', '--include=optional']
  const args = [...command, '--ignore-scripts', ...include, '--no-audit', '--no-fund', '--loglevel=error']
  return runQuietly(node, [findNpm(), ...args], {
    failure: text(
      'The dependencies could not be installed; the reason is above.',
      'Зависимости не установились; причина выше.',
    ),
  })
}

/** Runs a program whose words are of interest only when it fails. */
export function runQuietly(file, args, { env = process.env, failure }) {
  return new Promise((done, fail) => {
    const child = spawn(file, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    const listen = part => {
      said += part
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', listen)
    child.on('error', fail)
    child.on('close', code => (code === 0 ? done() : fail(new Refusal(`${said.trim()}\n${failure}`))))
  })
}

/** npm as a script for this Node: the one that runs us, or the one that came with the system. */
export function findNpm(node = process.execPath) {
  const running = process.env.npm_execpath
  const folder = dirname(node)
  const known = [
    running && /npm-cli\.js$/.test(running) ? running : '',
    join(folder, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(folder, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    '/usr/share/nodejs/npm/bin/npm-cli.js',
    ...(process.env.PATH || '').split(delimiter).map(each => npmOnPath(join(each, 'npm'))),
  ]
  const found = known.find(each => each && existsSync(each))
  if (found) return found
  throw new Refusal(
    text(
      'npm was not found beside Node.js: install npm and start again.',
      'Рядом с Node.js не нашелся npm: установите npm и запустите снова.',
    ),
  )
}

function npmOnPath(path) {
  try {
    const real = realpathSync(path)
    return /npm-cli\.js$/.test(real) ? real : ''
  } catch {
    return ''
  }
}

/**
 * The project's own Node, by its path: npm 10 puts no link to it into `.bin`. Where there is no package for the
 * platform, the system's Node if it is new enough.
 */
export function findNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const packaged = join(
    modules,
    `node-${platform}-${process.arch}`,
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (existsSync(packaged) && !isMusl()) return packaged
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > OLDEST_OWN_NODE[0] || (major === OLDEST_OWN_NODE[0] && minor >= OLDEST_OWN_NODE[1]))
    return process.execPath
  const here = `${process.platform} ${process.arch}`
  throw new Refusal(
    text(
      `For this system (${here}) Node.js ${OLDEST_OWN_NODE.join('.')} or newer must be installed (https://nodejs.org); this is ${process.versions.node}.`,
      `Для этой системы (${here}) установите Node.js ${OLDEST_OWN_NODE.join('.')} или новее (https://nodejs.org); сейчас ${process.versions.node}.`,
    ),
  )
}

/** The packaged Node needs glibc, which Alpine has not. */
const isMusl = () =>
  existsSync(`/lib/ld-musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`) &&
  !existsSync('/lib64/ld-linux-x86-64.so.2') &&
  !existsSync('/lib/ld-linux-aarch64.so.1')

/** Environment of the project's own programs: what they compile is kept for the next start. */
export function environment() {
  const folder = join(cache, 'compiled')
  try {
    mkdirSync(folder, { recursive: true })
    accessSync(folder, constants.W_OK)
  } catch {
    return process.env
  }
  return { NODE_COMPILE_CACHE: folder, ...process.env }
}

/**
 * How the server itself is run. V8 lets the space for new objects grow with the machine: eight megabytes save a hundred
 * under load, and cost no speed. Below two gigabytes at most it also lets garbage double what is in use and not make
 * four times of it (docs/performance.md).
 */
export const SERVER_FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=1536']

/**
 * Runs a program in the foreground and answers its exit code. Signals are passed on, and the program learns by its
 * closing channel when this process is killed.
 */
export function runForeground(node, args, options = {}) {
  return new Promise((done, fail) => {
    const child = spawn(node, args, {
      cwd: options.cwd ?? process.cwd(),
      env: { ...environment(), ...options.env },
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    const forward = signal => child.kill(signal)
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, forward)
    // npm hands a signal to the shell that it started us with, and the shell just dies: notice the loss of the parent.
    const parent = process.ppid
    const orphaned = setInterval(() => {
      if (!process.env.npm_lifecycle_event || process.ppid === parent) return
      clearInterval(orphaned)
      forward('SIGTERM')
    }, 100)
    child.on('error', fail)
    child.on('exit', (code, signal) => {
      clearInterval(orphaned)
      for (const each of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(each, forward)
      done(code ?? (signal === 'SIGINT' ? 130 : signal === 'SIGTERM' ? 143 : 1))
    })
  })
}
