import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'

/** What goes along with a request that is handed over. */
export const GIVEN: ReadonlySet<string> = new Set(['channelId', 'sourceId', 'subject'])

/** Who will look after the Interest, and why, while nobody is chosen. */
export function responsibleOf(
  owner: { id: string; name: string } | null,
  takeOver: boolean,
  me: { id: string },
): { id: string; from: ReactNode } {
  if (owner && takeOver)
    return { id: owner.id, from: owner.id === me.id ? undefined : <Trans>ответственный клиента</Trans> }
  return { id: me.id, from: undefined }
}
