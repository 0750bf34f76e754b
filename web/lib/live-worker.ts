import { OPENED, opening, openLiveStream } from './live-stream.ts'

/** Runs once for all tabs of this browser: one stream, every tab hears it. */
const ports = new Set<MessagePort>()
let hasBegun = false
const stream = openLiveStream(event => {
  if (event.kind === OPENED) hasBegun = true
  for (const port of ports) port.postMessage(event)
})

/** The stream may be older than the tab: what the tab has read before it was among the ports, no event will correct. */
function join(port: MessagePort): void {
  if (ports.has(port)) return
  ports.add(port)
  if (hasBegun) port.postMessage(opening)
}

;(globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = event => {
  const port = event.ports[0]
  if (!port) return
  join(port)
  port.onmessage = message => {
    if (message.data === 'wake') stream.wake()
    if (message.data === 'sleep') stream.sleep()
    if (message.data === 'bye') ports.delete(port)
    if (message.data === 'back') join(port)
  }
  port.start()
}
