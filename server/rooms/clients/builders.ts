import { newId } from '../../platform/pure/ids.ts'
import type { ClientInput, ContactInput, ProspectInput } from './contract.ts'

let count = 0

/** A valid client of a name and phone of its own. */
export function aClient(change: Partial<ClientInput> = {}): ClientInput {
  count += 1
  return {
    id: newId(),
    kind: 'organisation',
    name: `ООО «Проба ${unique()}»`,
    phones: [`+7 383 ${ownNumber()}`],
    onSimilar: 'create',
    ...change,
  }
}

/** A valid contact of a name and phone of its own. */
export function aContact(change: Partial<ContactInput> = {}): ContactInput {
  count += 1
  return { id: newId(), fullName: `Контактов ${unique()}`, phones: [`+7 913 ${ownNumber()}`], ...change }
}

/** A valid prospect of a name and phone of its own. */
export function aProspect(
  change: Partial<ProspectInput> & { responsibleId?: string } = {},
): ProspectInput & { id: string } {
  count += 1
  return { id: newId(), fullName: `Обратившийся ${unique()}`, phone: `+7 914 ${ownNumber()}`, ...change }
}

function unique(): string {
  return `${count}-${Math.random().toString(36).slice(2, 8)}`
}

/** Seven digits of their own, of which no test types four. */
function ownNumber(): string {
  return count
    .toString(4)
    .padStart(7, '0')
    .replace(/\d/g, digit => '0689'[Number(digit)] ?? '')
}
