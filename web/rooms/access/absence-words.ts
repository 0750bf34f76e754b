import { useLingui } from '@lingui/react/macro'
import type { z } from 'zod'
import type { Absence, AbsenceKind, AbsenceWarning } from '../../../server/rooms/access/absences/contract.ts'
import type { user } from '../../../server/rooms/access/contract.ts'
import { useFormats } from '../../lib/formats.ts'

export type AbsenceOfUser = NonNullable<z.infer<typeof user>['absence']>
export type WorkKind = Absence['substitutes'][number]['kinds'][number]
type Period = Pick<Absence, 'fromDay' | 'toDay' | 'startsAt' | 'endsAt'>

/** Absences in words: what they are, how long, who stands in. */
export function useAbsenceWords() {
  const { t } = useLingui()
  const format = useFormats()
  const kinds: Record<AbsenceKind, string> = {
    vacation: t`Отпуск`,
    sick_leave: t`Больничный`,
    trip: t`Командировка`,
  }
  const away: Record<AbsenceKind, string> = {
    vacation: t`в отпуске`,
    sick_leave: t`на больничном`,
    trip: t`в командировке`,
  }
  const works: Record<WorkKind, string> = { clients: t`клиенты`, interests: t`Интересы`, activities: t`дела` }
  const statuses: Record<Absence['status'], string> = {
    planned: t`Запланировано`,
    lasts: t`Идет`,
    past: t`Закончилось`,
    cancelled: t`Отменено`,
  }
  const names = (people: readonly { name: string }[]) => people.map(each => each.name).join(', ')
  /** «07.12–11.12», or with the times of the reader. */
  const period = ({ fromDay, toDay, startsAt, endsAt }: Period): string => {
    if (fromDay === null || toDay === null) return `${format.dateTime(startsAt)} – ${format.dateTime(endsAt)}`
    return fromDay === toDay ? format.date(fromDay) : `${format.date(fromDay)}–${format.date(toDay)}`
  }
  /** «в отпуске до 11.12, замещает Игорь Титов» */
  const ofUser = ({ kind, until, lastDay, substitutes }: AbsenceOfUser): string => {
    const state = away[kind]
    const end = lastDay === null ? format.dateTime(until) : format.date(lastDay)
    const who = names(substitutes)
    return who === '' ? t`${state} до ${end}` : t`${state} до ${end}, замещает ${who}`
  }
  const warning = ({ code, user: { name }, others, startsAt, endsAt }: AbsenceWarning): string => {
    const [from, to] = [format.dateTime(startsAt), format.dateTime(endsAt)]
    const who = names(others)
    switch (code) {
      case 'away':
        return t`${name} в это время отсутствует: с ${from} до ${to}`
      case 'cycle':
        return t`${name} в это время отсутствует, и его замещает этот же сотрудник: с ${from} до ${to}`
      case 'chain':
        return t`${name} в это время отсутствует, его замещает ${who}. Права этого сотрудника дальше не передаются`
      case 'stands_in':
        return t`Сотрудник в это время сам замещает: ${name}`
    }
  }
  return { kinds, works, statuses, names, period, ofUser, warning }
}
