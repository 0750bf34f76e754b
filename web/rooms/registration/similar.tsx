import { Button } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { checkDuplicates, type Match } from '../../../server/rooms/clients/contract.ts'
import type { SearchItem } from '../../../server/rooms/registration/contract.ts'
import { call } from '../../lib/api.ts'
import { Note } from '../../ui/atoms.tsx'
import { useReasons } from '../clients/reasons.ts'
import { SharingMenu } from '../clients/sharing.tsx'
import { type MetWall, matchKey, WallActions, wallOf } from '../clients/access.tsx'
import type { FormState } from './form-state.ts'
import type { Save } from './use-save.ts'

type SimilarProps = {
  state: FormState
  save: Save
  onTake: (item: SearchItem) => void
  onWall: (wall: MetWall) => void
}

/**
 * Who is known already and looks like the one that is typed: told quietly while it is typed, and asked about once when
 * it is saved.
 */
export function Similar({ state, save, onTake, onWall }: SimilarProps) {
  const typed = useTypedMatches(state)
  const isAsked = save.similar.length > 0
  const matches = (isAsked ? save.similar : typed).filter(
    match =>
      (match.id === null || !save.apart.includes(match.id)) &&
      // The refusal above says it already.
      !(save.strict && match.reasons.includes('inn_kpp')),
  )
  if (matches.length === 0) return null
  return (
    <Note look={isAsked ? 'due' : 'plain'} role={isAsked ? 'alert' : 'status'}>
      <div className="m">
        {isAsked ? (
          <Trans>Похожие уже есть. Возьмите одного из них или сохраните еще раз, чтобы создать нового.</Trans>
        ) : (
          <Trans>Похоже, уже записаны:</Trans>
        )}
      </div>
      <ul className="col" style={{ marginTop: 6 }}>
        {matches.slice(0, isAsked ? matches.length : MOST_QUIET).map(match => (
          <Row key={matchKey(match)} match={match} state={state} save={save} onTake={onTake} onWall={onWall} />
        ))}
      </ul>
    </Note>
  )
}

const MOST_QUIET = 3

function Row({ match, state, save, onTake, onWall }: SimilarProps & { match: Match }) {
  const { t } = useLingui()
  const reasons = useReasons()
  const id = match.walled ? null : match.id
  return (
    <li className={match.walled ? 'row wrap' : 'row'}>
      <span className="grow" style={match.walled ? { flexBasis: '100%' } : {}}>
        <span className="m">{match.title}</span>{' '}
        <span className="t2">
          {reasons(match.reasons, match.type)}
          {match.archived && `, ${t`в архиве`}`}
          {match.responsible && `, ${t`отв. ${match.responsible.name}`}`}
        </span>
      </span>
      {id && match.type !== 'contact' && (
        <Button size="compact-xs" onClick={() => onTake(itemOf(match))}>
          <Trans>Взять</Trans>
        </Button>
      )}
      {id && (
        <Button size="compact-xs" variant="subtle" onClick={() => save.keepApart(id)}>
          <Trans>Не дубль</Trans>
        </Button>
      )}
      {match.walled && <WallActions wall={wallOf(match)} askedAt={match.accessAskedAt} onWall={onWall} />}
      <Sharing match={match} state={state} onDone={save.forgetSimilar} />
    </li>
  )
}

const AFTER = 500
const SHORTEST = 3

/** Typing never waits for it: the answer appears when the fingers rest. */
function useTypedMatches({ id, party, client, prospect }: FormState): readonly Match[] {
  const typed =
    party.kind === 'newClient'
      ? { type: 'client', name: client.name, inn: client.inn, kpp: client.kpp, ...data(client) }
      : { type: 'prospect', fullName: prospect.fullName, company: prospect.company, ...data(prospect) }
  const [asked] = useDebouncedValue(JSON.stringify(filled(typed)), AFTER)
  const body = JSON.parse(asked) as Record<string, unknown>
  const { data: answer } = useQuery({
    // Under a name of its own: what colleagues change all day asks nothing anew here.
    queryKey: ['duplicates-check', id, asked],
    queryFn: ({ signal }) => call(checkDuplicates, { body: body as never }, { signal }),
    enabled: Object.keys(body).length > 1,
    staleTime: 60_000,
    retry: false,
  })
  return answer?.matches ?? []
}

const data = (of: { phone: string; email: string }) => ({
  phones: [of.phone.trim()].filter(text => text.replace(/\D/g, '').length >= 10),
  emails: [of.email.trim()].filter(text => /.@.+\../.test(text)),
})

/** Only what is long enough to mean somebody. */
function filled(typed: Record<string, string | string[]>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(typed).flatMap(([name, value]) => {
      const kept = typeof value === 'string' ? value.trim() : value
      return kept.length >= (typeof kept === 'string' ? SHORTEST : 1) ? [[name, kept]] : []
    }),
  )
}

type SharingProps = { match: Match; state: FormState; onDone: () => void }

/** A number of a whole office is no sign of a duplicate: it can be said where it got in the way. */
function Sharing({ match, state, onDone }: SharingProps) {
  const fresh = state.party.kind === 'newClient' ? [state.client, state.client.contact] : [state.prospect]
  const identifiers = (['phone', 'email'] as const)
    .filter(kind => match.reasons.includes(kind))
    .flatMap(kind => fresh.map(each => ({ kind, typed: each[kind].trim(), shared: false })))
    .filter(each => each.typed !== '')
  if (match.walled || identifiers.length === 0) return null
  return <SharingMenu of={match.title} identifiers={identifiers} onDone={onDone} />
}

/** A match as the form takes it. */
export function itemOf(match: Match): SearchItem {
  const { id, type, title } = match
  return {
    id,
    type,
    title,
    subtitle: '',
    clientId: type === 'client' ? id : null,
    contactId: type === 'contact' ? id : null,
    matches: [],
    openInterests: 0,
    responsible: match.responsible,
    walled: match.walled,
    accessAskedAt: match.accessAskedAt,
    archived: match.archived,
    slip: null,
  }
}
