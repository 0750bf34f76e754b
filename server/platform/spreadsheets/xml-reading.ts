import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { UnreadableTable } from './unreadable.ts'

export interface XmlVisitor {
  open?(name: string, attributes: Record<string, string>): void
  close?(name: string): void
  text?(text: string): void
}

/** Names without their prefix: writers choose it as they like. */
const local = (name: string) => name.slice(name.indexOf(':') + 1)

/**
 * Walks through a document piece by piece; `null` after each piece, so that a caller can take what was gathered.
 * A document with a type of its own is refused: that is where entities grow.
 */
export async function* walkXml(pieces: AsyncIterable<Uint8Array>, visitor: XmlVisitor): AsyncGenerator<null> {
  const parser = new SaxesParser({ xmlns: false, position: false })
  const decoder = new TextDecoder()
  let failure: Error | undefined
  const refuse = () => (failure ??= new UnreadableTable('broken'))
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  parser.on('opentag', (tag: SaxesTagPlain) => visitor.open?.(local(tag.name), tag.attributes))
  parser.on('closetag', (tag: SaxesTagPlain) => visitor.close?.(local(tag.name)))
  parser.on('text', text => visitor.text?.(text))
  parser.on('cdata', text => visitor.text?.(text))
  for await (const piece of pieces) {
    parser.write(decoder.decode(piece, { stream: true }))
    if (failure) throw failure
    yield null
  }
  parser.write(decoder.decode()).close()
  if (failure) throw failure
  yield null
}

/** The same for a small document, to its end. */
export async function visitXml(pieces: AsyncIterable<Uint8Array>, visitor: XmlVisitor): Promise<void> {
  for await (const _ of walkXml(pieces, visitor)) continue
}
