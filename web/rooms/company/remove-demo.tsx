import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { removeDemo } from '../../../server/rooms/company/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { SettingsRow } from '../../ui/atoms.tsx'
import { ConfirmPopover } from '../../ui/confirm-popover.tsx'
import { toast, toastError } from '../../ui/toast.tsx'

/** Takes the believable data out again; what people made of it stays. */
export function RemoveDemo() {
  const { t } = useLingui()
  const client = useQueryClient()
  const remove = useWrite(removeDemo, {
    onSuccess: ({ kept }) => {
      const stays = kept.clients + kept.interests
      toast({
        message:
          stays === 0 ? (
            <Trans>Демо-данные убраны</Trans>
          ) : (
            <Plural
              value={stays}
              one="Демо-данные убраны, осталась # запись, с которой работали"
              few="Демо-данные убраны, остались # записи, с которыми работали"
              many="Демо-данные убраны, осталось # записей, с которыми работали"
              other="Демо-данные убраны, осталось # записи, с которыми работали"
            />
          ),
      })
      void client.invalidateQueries()
    },
    onError: error => toastError(error),
  })
  return (
    <SettingsRow label={t`Демо-данные`} hint={t`То, что люди изменили или завели сами, останется`}>
      <ConfirmPopover
        target={ask => (
          <Button onClick={ask} loading={remove.isPending}>
            <Trans>Убрать демо-данные</Trans>
          </Button>
        )}
        question={<Trans>Клиенты, контакты и Интересы из демо-данных исчезнут. Вернуть их нельзя.</Trans>}
        confirm={<Trans>Убрать</Trans>}
        onConfirm={() => remove.mutate({})}
      />
    </SettingsRow>
  )
}
