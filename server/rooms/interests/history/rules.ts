import { factOfField } from '../../scenarios/guards/rules.ts'
import type { RuleField } from '../../scenarios/contract.ts'
import { fieldDemanded, fieldReadOnly } from '../contract.ts'

/** Which fields a state does not let go or does not let change, as history names them. */
export function refusedFields({ code, data }: { code: string; data: unknown }): string[] {
  if (code === fieldDemanded.code)
    return (data as { missing: { field: RuleField }[] }).missing.map(each => factOfField(each.field))
  if (code === fieldReadOnly.code) return (data as { fields: RuleField[] }).fields.map(field => factOfField(field))
  return []
}
