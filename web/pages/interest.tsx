import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { getInterest } from '../../server/rooms/interests/contract.ts'
import { queryOf } from '../lib/queries.ts'
import { InterestSteps } from '../rooms/activities/interest-steps.tsx'
import { InterestCard } from '../rooms/interests/interest-card.tsx'
import { Page } from '../ui/page.tsx'
import { ErrorState, LoadingBars } from '../ui/states.tsx'

const route = getRouteApi('/signed-in/interests/$id')

export default function InterestPage() {
  const { t } = useLingui()
  const { id } = route.useParams()
  const interest = useQuery(queryOf(getInterest, { params: { id } }))
  const number = interest.data?.number
  return (
    <Page
      title={interest.data?.subject ?? t`Интерес`}
      heading={
        <>
          <Link to="/sales">
            <Trans>Мои продажи</Trans>
          </Link>
          {number && <span className="t3"> / {number}</span>}
        </>
      }
      scroll
    >
      {interest.data && (
        <InterestCard key={id} interest={interest.data} page steps={<InterestSteps interest={interest.data} />} />
      )}
      {interest.isPending && <LoadingBars />}
      {interest.error && !interest.data && (
        <ErrorState
          title={<Trans>Интерес не открылся</Trans>}
          error={interest.error}
          onRetry={() => void interest.refetch()}
        />
      )}
    </Page>
  )
}
