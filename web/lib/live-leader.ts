import { type LiveEvent, type LiveStream, opening, openLiveStream } from './live-stream.ts'

type Word =
  | { say: 'who' | 'leader' | 'bye' | 'wake' | 'sleep'; from: string }
  | { say: 'event'; from: string; event: LiveEvent }

const BEAT = 2_000
const SILENCE = 5_000

/**
 * For browsers without a shared worker: one tab leads and passes its stream on. Elected by talking, because locks
 * exist only in secure contexts and the product also runs over plain http.
 */
export function joinTabs(tell: (event: LiveEvent) => void): LiveStream {
  const me = `${Date.now().toString(36)}-${crypto.getRandomValues(new Uint32Array(2)).join('')}`
  const channel = new BroadcastChannel('interes-live')
  let stream: LiveStream | undefined
  let heard = Date.now()

  const say = (word: Word) => channel.postMessage(word)

  function lead(): void {
    if (stream) return
    say({ say: 'leader', from: me })
    stream = openLiveStream(event => {
      tell(event)
      say({ say: 'event', from: me, event })
    })
  }

  function follow(): void {
    stream?.close()
    stream = undefined
  }

  channel.onmessage = ({ data: word }: MessageEvent<Word>) => {
    if (word.say === 'event') tell(word.event)
    if (word.say === 'who' && stream) say({ say: 'leader', from: me })
    if (word.say === 'leader') {
      // This tab joins a stream already open: what it has read may be older than the next event.
      if (heard === 0 && !stream) tell(opening)
      heard = Date.now()
      // Two tabs may have begun to lead at once: the older one stays.
      if (stream && word.from < me) follow()
      else if (stream) say({ say: 'leader', from: me })
    }
    if (word.say === 'bye') heard = 0
    if (word.say === 'wake') stream?.wake()
    if (word.say === 'sleep') stream?.sleep()
  }
  const beat = setInterval(() => {
    if (stream) say({ say: 'leader', from: me })
    else if (Date.now() - heard > SILENCE) lead()
  }, BEAT)
  const first = setTimeout(() => Date.now() - heard > 250 && lead(), 300 + Math.random() * 200)
  heard = 0
  say({ say: 'who', from: me })

  function close(): void {
    clearInterval(beat)
    clearTimeout(first)
    if (stream) say({ say: 'bye', from: me })
    follow()
    channel.close()
  }
  return {
    wake() {
      stream?.wake()
      say({ say: 'wake', from: me })
    },
    sleep() {
      stream?.sleep()
      say({ say: 'sleep', from: me })
    },
    close,
  }
}
