import { Button } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import { useRouter } from '@tanstack/react-router'
import { ProblemError } from '../lib/problem-error.ts'
import { EmptyState, ErrorState } from '../ui/states.tsx'

/** A page that failed: the rest of the screen lives, and one key tries again. */
export function RouteError({ error, reset }: { error: unknown; reset: () => void }) {
  const router = useRouter()
  if (error instanceof ProblemError && error.status === 404) {
    return (
      <main>
        <EmptyState
          title={<Trans>Здесь ничего нет</Trans>}
          action={
            <Button onClick={() => void router.navigate({ to: '/' })}>
              <Trans>К моим продажам</Trans>
            </Button>
          }
        >
          <Trans>Запись не найдена или у вас нет к ней доступа.</Trans>
        </EmptyState>
      </main>
    )
  }
  return (
    <main>
      <ErrorState
        title={<Trans>Страница не открылась</Trans>}
        error={error}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </main>
  )
}
