import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { alone, cache, environment, root, runQuietly, say, text } from './toolchain.mjs'

const built = join(root, 'dist', 'web')
const record = join(cache, 'web-build.json')

/** Builds the web part unless what is there was built from exactly these sources. */
export async function buildWeb(node) {
  if (isBuilt()) return
  await alone('web-build', async () => {
    if (isBuilt()) return
    say('Building the web part …', 'Собираю веб-часть …')
    const fresh = join(root, 'dist', 'web-fresh')
    // As it was before: a file that changes while this runs is built again next time.
    const files = sources()
    const before = { stats: statsOf(files), content: contentOf(files) }
    const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
    await runQuietly(node, [vite, 'build', '--outDir', fresh, '--emptyOutDir', '--logLevel', 'warn'], {
      env: { ...environment(), NODE_ENV: 'production' },
      failure: text('The web part could not be built; the reason is above.', 'Веб-часть не собралась; причина выше.'),
    })
    // A whole folder is put in place: a killed build leaves the old one.
    const old = join(root, 'dist', 'web-old')
    rmSync(old, { recursive: true, force: true })
    if (existsSync(built)) renameSync(built, old)
    renameSync(fresh, built)
    rmSync(old, { recursive: true, force: true })
    writeFileSync(record, JSON.stringify(before))
  })
}

function isBuilt() {
  if (!existsSync(join(built, 'index.html'))) return false
  let known
  try {
    known = JSON.parse(readFileSync(record, 'utf8'))
  } catch {
    return false
  }
  const files = sources()
  const stats = statsOf(files)
  if (known.stats === stats) return true
  if (known.content !== contentOf(files)) return false
  // Only the times differ, as after a change of branch and back.
  try {
    writeFileSync(record, JSON.stringify({ ...known, stats }))
  } catch {
    // a tree that may not be written to; looked at again next time
  }
  return true
}

/** Everything that the built web part depends on. */
function sources() {
  const contracts = listFiles(join(root, 'server')).filter(
    file => /[\\/]contract\.ts$/.test(file) || /[\\/]platform[\\/]pure[\\/]/.test(file),
  )
  const settings = ['package-lock.json', 'vite.config.ts', 'lingui.config.ts', 'tsconfig.json'].map(name =>
    join(root, name),
  )
  const files = [...listFiles(join(root, 'web')), ...contracts, ...settings]
  return files.filter(file => !/\.test\.tsx?$/.test(file) && existsSync(file))
}

function statsOf(files) {
  const hash = createHash('sha256')
  for (const file of files) {
    const { size, mtimeMs } = statSync(file)
    hash.update(`${relative(root, file)} ${size} ${mtimeMs}\n`)
  }
  return hash.digest('hex')
}

function contentOf(files) {
  const hash = createHash('sha256')
  for (const file of files)
    hash
      .update(`${relative(root, file)}\n`)
      .update(readFileSync(file))
      .update('\n')
  return hash.digest('hex')
}

/** Names of all files under the folders, in a fixed order. */
function listFiles(folder) {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(entry => {
      const path = join(folder, entry.name)
      return entry.isDirectory() ? listFiles(path) : [path]
    })
}
