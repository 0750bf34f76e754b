import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { useEffectEvent, useLayoutEffect } from 'react'
import { getInterest } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import type { FormAction, FormState } from './form-state.ts'

/** The form begins with the client or prospect of the Interest from which the new one comes; behind a wall with nobody. */
export function useBasis(basisId: string | undefined, dispatch: (action: FormAction) => void): void {
  const read = queryOf(getInterest, { params: { id: basisId ?? '' } })
  const basis = useQuery({ ...read, enabled: basisId !== undefined }).data
  const take = useEffectEvent(() => {
    if (basis === undefined || basisId === undefined) return
    const { id, number, subject, clientId, contactId, prospectId, client } = basis
    dispatch({ do: 'need', change: { basis: { id, number, subject } } })
    if (clientId !== null && !client?.walled) {
      dispatch({ do: 'take', party: { kind: 'client', clientId, contactId, matched: null } })
    } else if (clientId === null && prospectId !== null) {
      dispatch({ do: 'take', party: { kind: 'prospect', prospectId } })
    }
  })
  useLayoutEffect(() => take(), [basis?.id])
}

type BasisNoteProps = {
  basis: NonNullable<FormState['need']['basis']>
  error: string | undefined
  onDrop: () => void
}

/** From which Interest the new one comes. */
export function BasisNote({ basis: { number, subject }, error, onDrop }: BasisNoteProps) {
  const format = useFormats()
  return (
    <Note
      look={error ? 'bad' : 'plain'}
      action={
        <Button id="basisId" size="compact-xs" onClick={onDrop}>
          <Trans>Без основания</Trans>
        </Button>
      }
    >
      <Trans>
        Основание: {number}, {format.typo(subject)}
      </Trans>
      {error && <div className="bad">{error}</div>}
    </Note>
  )
}
