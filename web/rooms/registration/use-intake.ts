import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { parseIntake } from '../../../server/rooms/registration/intake/contract.ts'
import { call } from '../../lib/api.ts'
import { queryOf } from '../../lib/queries.ts'
import type { FormAction, FormState } from './form-state.ts'
import { chipsOf, isLetter, textOfChips } from './intake.ts'
import type { Found } from './use-search.ts'

/** The longest text that the server takes apart. */
export const LONGEST_TEXT = 20_000
/** A letter that is typed is read in its pauses. */
const READ_AFTER = 150

export type IntakeReading = Found & {
  /** The text is more than a plain question: its matches are those of its pieces. */
  letter: boolean
  /** The chips do not belong to the text yet. */
  pending: boolean
  tooLong: boolean
}

/** Takes apart what stands in the search field, while it is being typed and without standing in its way. */
export function useIntake(state: FormState, dispatch: (action: FormAction) => void): IntakeReading {
  const { search, intake, party } = state
  const text = search.toWellFormed().replaceAll('\u0000', ' ')
  const letter = isLetter(search)
  const fresh = party.kind === 'newProspect' || party.kind === 'newClient'
  const isRead = intake.of === search
  const tooLong = search.length > LONGEST_TEXT
  const wanted = !tooLong && search.trim() !== '' && (letter ? party.kind === 'none' || fresh : fresh && !isRead)
  const corrected = isRead && intake.edited ? textOfChips(intake.chips) : text
  const [asked] = useDebouncedValue(corrected, READ_AFTER)
  const active = wanted && asked === corrected
  const answer = useQuery({
    ...queryOf(parseIntake, { body: { text: asked } }),
    // Another text makes the question of this one useless: it is given up. Nothing is written, so nothing is repeated.
    queryFn: ({ signal }) => call(parseIntake, { body: { text: asked } }, { signal, reads: true }),
    enabled: active && asked.trim() !== '',
    retry: false,
    staleTime: 10_000,
  })
  const data = active ? answer.data : undefined

  const take = useEffectEvent(() => {
    if (!data || isRead) return
    dispatch({ do: 'read', of: search, chips: chipsOf(search, data.parts), hint: data.fields.companyHint })
  })
  useEffect(() => take(), [data, search])

  return {
    letter,
    items: letter ? (data?.matches ?? []) : [],
    fresh: letter && isRead && (data !== undefined || corrected.trim() === ''),
    searching: active && asked.trim() !== '' && !data && answer.error === null,
    error: active ? answer.error : null,
    pending: wanted && !isRead && !(active && answer.error !== null),
    tooLong,
  }
}
