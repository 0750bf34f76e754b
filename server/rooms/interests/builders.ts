import { newId } from '../../platform/pure/ids.ts'
import type { InterestInput } from './contract.ts'

type Built = Partial<Omit<InterestInput, 'serviceTypeId'>> & Pick<InterestInput, 'serviceTypeId'>

/** A valid request for an Interest; without another party it is of a prospect. */
export function anInterest(input: Built): InterestInput {
  const isNamed = input.clientId ?? input.prospectId ?? input.newClient
  return {
    id: newId(),
    content: 'Нужен расчет кондиционирования офиса',
    onSimilar: 'create',
    ...(isNamed ? {} : { prospect: { fullName: `Смирнова Елена ${newId().slice(-6)}` } }),
    ...input,
  }
}
