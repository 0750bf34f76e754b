import { z } from 'zod'
import { byId, endpoint, id } from '../../../platform/contract.ts'
import { checklist, outcomesMissing, stateInput } from '../../scenarios/contract.ts'

/** An unfinished Interest that a rule would stop, as far as the caller may see it. */
const stopped = z.object({ id, number: z.string(), subject: z.string(), stateId: id })
export const ruleEffect = z.object({
  /** The state on which the rule is set. */
  stateId: id,
  field: z.string(),
  rule: z.string(),
  message: z.string(),
  /** Unfinished Interests before the state whom this rule would stop and does not stop today. */
  blocked: z.number().int(),
  /** Interests in the state that would lack what it then demands. */
  standing: z.number().int(),
  examples: z.array(stopped),
})
export type RuleEffect = z.infer<typeof ruleEffect>

export const dryRunScenario = endpoint({
  method: 'POST',
  path: '/api/v1/scenarios/:id/dry-run',
  summary: 'What these settings would do to the unfinished Interests of the scenario; writes nothing',
  access: { right: 'scenarios.administer' },
  params: byId,
  body: z.strictObject({ states: z.array(stateInput).max(40), checklist: checklist.default([]) }),
  result: z.object({
    /** Unfinished Interests that were looked at. */
    interests: z.number().int(),
    rules: z.array(ruleEffect),
    /** States that would go, with the Interests in them, which would need a target. */
    removed: z.array(z.object({ stateId: id, name: z.string(), interests: z.number().int() })),
  }),
  problems: [outcomesMissing],
})
