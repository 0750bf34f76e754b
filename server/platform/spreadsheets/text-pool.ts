import { UnreadableTable } from './unreadable.ts'

const PAGE = 1024 * 1024
const LARGEST = 160 * 1024 * 1024

/** Many texts in few buffers: a book keeps each text once, and as strings they would take several times as much. */
export class TextPool {
  readonly #pages: Buffer[] = []
  #offsets = new Uint32Array(1_024)
  #count = 0
  #used = 0

  add(text: string): void {
    const length = Buffer.byteLength(text)
    if (this.#used + length > LARGEST) throw new UnreadableTable('too_large')
    if (this.#count + 1 >= this.#offsets.length) {
      const wider = new Uint32Array(this.#offsets.length * 2)
      wider.set(this.#offsets)
      this.#offsets = wider
    }
    const bytes = Buffer.from(text)
    for (let at = 0; at < length; ) {
      const place = this.#used % PAGE
      if (place === 0) this.#pages.push(Buffer.allocUnsafe(PAGE))
      const taken = bytes.copy(this.#pages.at(-1) as Buffer, place, at, Math.min(length, at + PAGE - place))
      at += taken
      this.#used += taken
    }
    this.#offsets[++this.#count] = this.#used
  }

  get(index: number): string {
    if (!(index >= 0 && index < this.#count)) return ''
    const [from, to] = [this.#offsets[index] ?? 0, this.#offsets[index + 1] ?? 0]
    const parts: Buffer[] = []
    for (let at = from; at < to; ) {
      const until = Math.min(to, (Math.floor(at / PAGE) + 1) * PAGE)
      const page = this.#pages[Math.floor(at / PAGE)] as Buffer
      parts.push(page.subarray(at % PAGE, (at % PAGE) + until - at))
      at = until
    }
    return parts.length === 1 ? (parts[0] as Buffer).toString() : Buffer.concat(parts).toString()
  }
}
