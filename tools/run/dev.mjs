import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { environment, prepare, root, runScript, say, SERVER_FLAGS } from './toolchain.mjs'

const PORT = 3000

await runScript(async () => {
  const node = await prepare()
  const args = process.argv.slice(2)
  const at = args.indexOf('--port')
  const port = at === -1 ? String(PORT) : args[at + 1]
  const options = { cwd: root, stdio: 'inherit' }
  say(
    `The server restarts on changes; open the address that Vite prints.`,
    'Сервер перезапускается при изменениях; откройте адрес, который печатает Vite.',
  )
  const server = spawn(
    node,
    [
      ...SERVER_FLAGS,
      '--watch',
      '--watch-preserve-output',
      join(root, 'server', 'app', 'main.ts'),
      ...args,
      ...(at === -1 ? ['--port', port] : []),
    ],
    { ...options, env: environment() },
  )
  const vite = spawn(node, [join(root, 'node_modules', 'vite', 'bin', 'vite.js')], {
    ...options,
    env: { ...environment(), INTERES_SERVER: `http://127.0.0.1:${port}` },
  })
  const children = [server, vite]
  let asked = false
  const stop = signal => {
    asked = true
    for (const child of children) child.kill(signal)
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, stop)
  // One without the other is no use.
  const codes = children.map(child => new Promise(done => child.on('exit', code => done(code ?? 0))))
  const first = await Promise.race(codes)
  const code = asked ? 0 : first
  stop('SIGTERM')
  await Promise.all(codes)
  return code
})
