import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useNavigate } from '@tanstack/react-router'
import { Page } from '../ui/page.tsx'
import { EmptyState } from '../ui/states.tsx'

/** An address that leads nowhere: search and the other sections stay at hand. */
export default function NotFoundPage() {
  const { t } = useLingui()
  const navigate = useNavigate()
  return (
    <Page title={t`Здесь ничего нет`}>
      <EmptyState
        title={<Trans>По этому адресу нет страницы</Trans>}
        action={
          <Button onClick={() => void navigate({ to: '/' })}>
            <Trans>К моим продажам</Trans>
          </Button>
        }
      >
        <Trans>Проверьте адрес или найдите запись поиском.</Trans>
      </EmptyState>
    </Page>
  )
}
