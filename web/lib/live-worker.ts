import { openLiveStream } from './live-stream.ts'

/** Runs once for all tabs of this browser: one stream, every tab hears it. */
const ports = new Set<MessagePort>()
const stream = openLiveStream(event => {
  for (const port of ports) port.postMessage(event)
})

;(globalThis as unknown as { onconnect: (event: MessageEvent) => void }).onconnect = event => {
  const port = event.ports[0]
  if (!port) return
  ports.add(port)
  port.onmessage = message => {
    if (message.data === 'wake') stream.wake()
    if (message.data === 'sleep') stream.sleep()
    if (message.data === 'bye') ports.delete(port)
    if (message.data === 'back') ports.add(port)
  }
  port.start()
}
