import { Plural, Trans } from '@lingui/react/macro'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { previewAbsence } from '../../../server/rooms/activities/absences/contract.ts'
import { queryOf } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import type { periodOf } from '../access/absence-form.ts'
import { useAbsenceWords } from '../access/absence-words.ts'

type AbsencePreviewProps = {
  id: string
  userId: string
  period: ReturnType<typeof periodOf>
  substituteIds: string[]
}

/** How much would be handed over, and what is soft: told before anything is entered. */
export function AbsencePreview({ id, userId, period, substituteIds }: AbsencePreviewProps) {
  const words = useAbsenceWords()
  const { data } = useQuery({
    ...queryOf(previewAbsence, { body: { id, userId, ...period, substituteIds } }),
    placeholderData: keepPreviousData,
    retry: false,
  })
  if (!data) return null
  const { clients, interests, activities, due, warnings } = data
  return (
    <div className="col" style={{ gap: 8 }} aria-live="polite">
      <p className="s12 t2">
        <Trans>У сотрудника:</Trans>{' '}
        <Plural value={clients} one="# клиент" few="# клиента" many="# клиентов" other="# клиентов" />
        {', '}
        <Plural
          value={interests}
          one="# открытый Интерес"
          few="# открытых Интереса"
          many="# открытых Интересов"
          other="# открытых Интересов"
        />
        {', '}
        <Plural value={activities} one="# дело" few="# дела" many="# дел" other="# дел" />
        {due > 0 && (
          <>
            {', '}
            <Trans>со сроком до возвращения: {due}</Trans>
          </>
        )}
      </p>
      {warnings.map(each => (
        <Note key={`${each.code} ${each.user.id} ${each.startsAt}`} look="due">
          {words.warning(each)}
        </Note>
      ))}
    </div>
  )
}
