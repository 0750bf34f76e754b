import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { readForm } from '../../../server/rooms/registration/contract.ts'
import { queryOf } from '../../lib/queries.ts'

export const formAnswerQuery = (serviceTypeId: string | null, scenarioId: string | null) => ({
  ...queryOf(readForm, { query: { serviceTypeId: serviceTypeId ?? undefined, scenarioId: scenarioId ?? undefined } }),
  staleTime: 60_000,
})

/** Scenario and expected date as the product would choose them now. */
export function useFormAnswer(serviceTypeId: string | null, scenarioId: string | null) {
  return useQuery({ ...formAnswerQuery(serviceTypeId, scenarioId), placeholderData: keepPreviousData }).data
}
