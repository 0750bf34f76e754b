import { Link } from '@tanstack/react-router'
import type { AuditRow } from '../../../../server/rooms/access/audit/contract.ts'
import { useLogWords } from './words.ts'

type Of = NonNullable<AuditRow['record']>

/** What a row is about, with the way there where there is a page for it. */
export function RecordLink({ record, tabIndex }: { record: Of; tabIndex?: number }) {
  const { record: wordOf } = useLogWords()
  const { kind, id, name } = record
  const text = name || wordOf(kind)
  const common = { className: 'el', title: `${wordOf(kind)}: ${text}`, tabIndex }
  // A record that has no name any more has no card either.
  if (name === null) return <span className="el t3">{text}</span>
  if (kind === 'client' || kind === 'party')
    return (
      <Link to="/clients/$id" params={{ id }} {...common}>
        {text}
      </Link>
    )
  if (kind === 'contact')
    return (
      <Link to="/contacts/$id" params={{ id }} {...common}>
        {text}
      </Link>
    )
  if (kind === 'prospect')
    return (
      <Link to="/prospects/$id" params={{ id }} {...common}>
        {text}
      </Link>
    )
  if (kind === 'interest')
    return (
      <Link to="/interests/$id" params={{ id }} {...common}>
        {text}
      </Link>
    )
  if (kind === 'user')
    return (
      <Link to="/settings/users" search={{ open: id }} {...common}>
        {text}
      </Link>
    )
  if (kind === 'department')
    return (
      <Link to="/settings/departments" search={{ open: id }} {...common}>
        {text}
      </Link>
    )
  if (kind === 'scenario')
    return (
      <Link to="/settings/scenarios/$id" params={{ id }} {...common}>
        {text}
      </Link>
    )
  return <span className="el">{text}</span>
}
