import type { Role } from '../contract.ts'

const ORDER: readonly Role[] = ['administrator', 'head', 'salesperson', 'marketer', 'observer']

/** The id of the profile that ships for a role: the same in every base. */
export function shippedId(role: Role): string {
  return `01900000-0000-7000-9000-${String(ORDER.indexOf(role) + 1).padStart(12, '0')}`
}
