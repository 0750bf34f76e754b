import { type Route, route } from '../../../platform/http/route.ts'
import {
  beginSecondFactor,
  confirmSecondFactor,
  prepareProof,
  renewRecoveryCodes,
  resetSecondFactor,
  turnOffSecondFactor,
} from './actions.ts'
import * as contract from './contract.ts'
import { getSecondFactor } from './queries.ts'

export const secondFactorRoutes: Route[] = [
  route(contract.readSecondFactor, ({ db, caller }) => getSecondFactor(db, caller.actor.userId)),
  // Sent again it makes another key: nothing counts before it is confirmed.
  route(contract.beginSecondFactor, ({ write }) => write(beginSecondFactor, beginSecondFactor)),
  route(contract.confirmSecondFactor, ({ body, write }) =>
    write(
      work => confirmSecondFactor(work, body.code),
      work => getSecondFactor(work.tx, work.actor.userId),
    ),
  ),
  route(contract.renewRecoveryCodes, async ({ platform, caller, body, write }) => {
    const proof = await prepareProof(platform, caller.actor.userId, body)
    // The repeat of a request whose answer, and with it the codes, was lost.
    const codes = await write(
      work => renewRecoveryCodes(work, proof),
      work => renewRecoveryCodes(work),
    )
    await proof.right()
    return codes
  }),
  route(contract.turnOffSecondFactor, async ({ platform, caller, body, write }) => {
    const proof = await prepareProof(platform, caller.actor.userId, body)
    const state = await write(
      work => turnOffSecondFactor(work, proof),
      work => getSecondFactor(work.tx, work.actor.userId),
    )
    await proof.right()
    return state
  }),
  route(contract.readSecondFactorOf, ({ db, params }) => getSecondFactor(db, params.id)),
  route(contract.resetSecondFactor, ({ params, write }) =>
    write(
      work => resetSecondFactor(work, params.id),
      work => getSecondFactor(work.tx, params.id),
    ),
  ),
]
