import { Trans } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { listFunnelInterests } from '../../../server/rooms/analytics/contract.ts'
import { pagesOf } from '../../lib/queries.ts'
import { EmptyState } from '../../ui/states.tsx'
import { InterestsGrid } from '../interests/sales-list.tsx'
import type { Cell, FunnelFilter } from './use-funnel.ts'

/** The Interests behind a number of the funnel. */
export function FunnelInterests({ filter, currentId }: { filter: FunnelFilter & Cell; currentId: string | undefined }) {
  const query = useInfiniteQuery(pagesOf(listFunnelInterests, { query: filter }))
  return (
    <InterestsGrid
      query={query}
      currentId={currentId}
      empty={<EmptyState title={<Trans>Таких Интересов нет</Trans>} />}
    />
  )
}
