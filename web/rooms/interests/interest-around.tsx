import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type Interest, listClientInterests, listProspectInterests } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { ClientBrief } from '../clients/client-brief.tsx'
import { StateOf } from '../scenarios/state-of.tsx'
import { useDealRoles } from './deal-contacts.tsx'
import styles from './interest-card.module.css'

/** What surrounds an Interest on its page: the client with its people, and what else is open with them. */
export function InterestAround({ interest }: { interest: Interest }) {
  const { t } = useLingui()
  const { client, contactId, clientId, prospectId } = interest
  const roles = useDealRoles()
  const told = Object.fromEntries(interest.contacts.flatMap(({ id, role }) => (role ? [[id, roles[role]]] : [])))
  return (
    <aside className={styles.around} aria-label={t`Клиент и другие Интересы`}>
      {client && !client.walled && <ClientBrief id={client.id} contactId={contactId} roles={told} />}
      {clientId && <Others of="client" id={clientId} but={interest.id} />}
      {!clientId && prospectId && <Others of="prospect" id={prospectId} but={interest.id} />}
    </aside>
  )
}

function Others({ of, id, but }: { of: 'client' | 'prospect'; id: string; but: string }) {
  const format = useFormats()
  const endpoint = of === 'client' ? listClientInterests : listProspectInterests
  const { data } = useQuery(queryOf(endpoint, { params: { id }, query: { limit: 100, open: true } }))
  if (!data) return null
  const rows = data.items.filter(row => 'walled' in row || row.id !== but)
  return (
    <Section title={<Trans>Другие открытые Интересы</Trans>} count={rows.length}>
      {rows.length === 0 && (
        <p className="t3">
          <Trans>Других нет</Trans>
        </p>
      )}
      <ul className="col">
        {rows.map(row =>
          'walled' in row ? (
            <li key={row.number} className="t2">
              <span className="row">
                <IconLock size={14} stroke={1.7} aria-hidden />
                {row.number}
                {row.responsible && <span className="el">{row.responsible.name}</span>}
              </span>
              <StateOf stateId={row.stateId} />
            </li>
          ) : (
            <li key={row.id}>
              <Link to="/interests/$id" params={{ id: row.id }} className="m hit">
                {format.typo(row.subject)}
              </Link>
              <div className="row wrap t2">
                <StateOf stateId={row.stateId} scenarioId={row.scenarioId} />
                {row.expectedRevenue && <span className="nw">{format.money(row.expectedRevenue)}</span>}
              </div>
            </li>
          ),
        )}
      </ul>
    </Section>
  )
}
