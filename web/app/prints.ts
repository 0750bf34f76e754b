import type { notePrint } from '../../server/rooms/access/audit/contract.ts'
import type { CallInput } from '../lib/api.ts'

type Printed = CallInput<typeof notePrint>['body']

const cards = { clients: 'client', contacts: 'contact', prospects: 'prospect', interests: 'interest' } as const
const CARD = /^\/(clients|contacts|prospects|interests)\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i
/** What lies over a page stands in the address too; none of it narrows the page. */
const over = new Set([
  'interest',
  'new',
  'newClient',
  'newProspect',
  'newBasis',
  'draft',
  'notices',
  'open',
  'mergedFrom',
])

/** What goes onto the paper: the card that is open, over a page or as one, else the page and whether it is narrowed. */
export function printedAt(pathname: string, search: Readonly<Record<string, unknown>>): Printed {
  const { interest } = search
  if (typeof interest === 'string') return { what: 'interest', id: interest }
  const [, kind, id] = CARD.exec(pathname) ?? []
  if (kind && id) return { what: cards[kind.toLowerCase() as keyof typeof cards], id }
  const narrowed = Object.entries(search).some(([key, value]) => value !== undefined && !over.has(key))
  return { what: 'list', page: pathname.slice(0, 100), narrowed }
}
