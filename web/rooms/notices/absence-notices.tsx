import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconBeach } from '@tabler/icons-react'
import type { Notice } from '../../../server/rooms/notices/contract.ts'
import { useAbsenceWords } from '../access/absence-words.ts'
import { NoticeRow } from './notice-row.tsx'

type Of<Kind extends Notice['kind']> = { notice: Extract<Notice, { kind: Kind }> }
type AnyAbsence = Of<'absence.asked' | 'absence.left' | 'absence.begun' | 'absence.ended' | 'absence.returned'>

/** Of absences: I stand in, I do no longer, I am back. */
export function AbsenceNotice({ notice }: AnyAbsence) {
  const { t } = useLingui()
  const words = useAbsenceWords()
  const { absence } = notice.data
  const { name } = absence.user
  const more = `${words.kinds[absence.kind]}, ${words.period(absence)}`
  const titles = {
    asked: t`Вы замещаете: ${name}`,
    changed: t`Изменился срок замещения: ${name}`,
    released: t`Замещать больше не нужно: ${name}`,
  }
  switch (notice.kind) {
    case 'absence.asked':
      return (
        <NoticeRow
          notice={notice}
          icon={IconBeach}
          title={titles[notice.data.what]}
          more={`${more}, ${notice.data.by.name}`}
        />
      )
    case 'absence.left': {
      const who = notice.data.who.name
      return (
        <NoticeRow
          notice={notice}
          icon={IconBeach}
          title={
            <Trans>
              {who} больше не работает и не замещает: {name}. Назначьте другого
            </Trans>
          }
          more={more}
        />
      )
    }
    case 'absence.begun':
      return <NoticeRow notice={notice} icon={IconBeach} title={t`С этого момента вы замещаете: ${name}`} more={more} />
    case 'absence.ended': {
      const { done } = notice.data
      return (
        <NoticeRow
          notice={notice}
          icon={IconBeach}
          title={t`Замещение закончилось: ${name}`}
          more={
            <Plural
              value={done}
              one="Вы выполнили # дело"
              few="Вы выполнили # дела"
              many="Вы выполнили # дел"
              other="Вы выполнили # дел"
            />
          }
        />
      )
    }
    case 'absence.returned':
      return <Returned notice={notice} />
  }
}

function Returned({ notice }: Of<'absence.returned'>) {
  const { t } = useLingui()
  const { interests, done, missed } = notice.data
  const { created, moved, closed } = interests
  const lines = [
    created > 0 && t`новых Интересов: ${created}`,
    moved > 0 && t`продвинулось: ${moved}`,
    closed > 0 && t`закрыто: ${closed}`,
    ...done.map(({ by: { name }, count }) => t`выполнено за вас: ${count} (${name})`),
    missed > 0 && t`ждут вас просроченных: ${missed}`,
  ].filter(line => line !== false)
  return (
    <NoticeRow
      notice={notice}
      icon={IconBeach}
      title={<Trans>С возвращением! Вот что было без вас</Trans>}
      more={lines.length > 0 ? lines.join(', ') : <Trans>Ничего не изменилось</Trans>}
    />
  )
}
