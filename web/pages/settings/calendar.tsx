import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Select } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { isProvisionalYear } from '../../../server/platform/pure/working-time.ts'
import { readCalendarYear } from '../../../server/rooms/company/calendar/contract.ts'
import { changeCompany, readCompany } from '../../../server/rooms/company/contract.ts'
import { today } from '../../lib/formats.ts'
import { Undecided } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { useEdit } from '../../rooms/access/use-edit.tsx'
import { CalendarEditor } from '../../rooms/company/calendar-editor.tsx'
import { CalendarImport } from '../../rooms/company/calendar-import.tsx'
import { useWorkingCalendar } from '../../rooms/company/calendar.ts'
import { useDirectory } from '../../rooms/company/directories.ts'
import { SettingsPage } from '../../ui/admin-list.tsx'
import { Note, SettingsRow } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { toastError } from '../../ui/toast.tsx'

const FIRST = 2000
const LAST = 2100

/** Which days are worked: the country, the region of the company, and its own days, year by year. */
export default function CalendarPage() {
  const { t } = useLingui()
  const [year, setYear] = useState(Number(today().slice(0, 4)))
  const calendar = useWorkingCalendar()
  const company = useQuery(queryOf(readCompany, {}))
  const stored = useQuery(queryOf(readCalendarYear, { params: { year } }))
  const error = company.error ?? stored.error
  return (
    <SettingsPage title={t`Производственный календарь`} hint={t`Дни сохраняются кнопкой`}>
      <p className="t2">
        <Trans>
          По нему считаются ожидаемая дата продажи и дни в состоянии. Даты, посчитанные раньше, остаются, пока Интерес
          не перейдет в другое состояние.
        </Trans>
      </p>
      {company.data && <RegionRow company={company.data} />}
      <CalendarImport onTaken={setYear} />
      <SettingsRow label={t`Год`}>
        <div className="row">
          <ActionIcon
            variant="default"
            aria-label={t`Предыдущий год`}
            disabled={year <= FIRST}
            onClick={() => setYear(year - 1)}
          >
            <IconChevronLeft size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
          <b role="status">{year}</b>
          <ActionIcon
            variant="default"
            aria-label={t`Следующий год`}
            disabled={year >= LAST}
            onClick={() => setYear(year + 1)}
          >
            <IconChevronRight size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </div>
      </SettingsRow>
      {!calendar.has(year) && (
        <Note look="due">
          <Trans>
            Календаря на {year} год нет: считаются субботы, воскресенья и постоянные праздники. Загрузите его из файла
            или отметьте дни сами.
          </Trans>
        </Note>
      )}
      {calendar.has(year) && isProvisionalYear(year, calendar) && (
        <Note look="due">
          <Trans>Календарь на {year} год предварительный: сверьте его с постановлением о переносе выходных.</Trans>
        </Note>
      )}
      {error && (
        <ErrorState
          title={t`Настройки не загрузились`}
          error={error}
          onRetry={() => void Promise.all([company.refetch(), stored.refetch()])}
        />
      )}
      {!error && !(company.data && stored.data) && <LoadingBars rows={10} />}
      {company.data && stored.data && (
        <CalendarEditor year={year} regionId={company.data.regionId} layers={stored.data.layers} />
      )}
    </SettingsPage>
  )
}

type RegionRowProps = { company: { version: number; regionId: string | null } }

function RegionRow({ company }: RegionRowProps) {
  const { t } = useLingui()
  const regions = useDirectory('calendar_region')
  const write = useWrite(changeCompany, { refresh: ['calendar'] })
  const edit = useEdit<{ regionId: string | null }, { version: number }>(company.version, (version, change) =>
    write.mutateAsync({ body: { version, ...change } }),
  )
  const choose = (regionId: string | null) => {
    edit({ regionId }, { regionId: company.regionId }, t`Регион`).catch(error => {
      if (!(error instanceof Undecided)) toastError(error)
    })
  }
  const offered = regions.filter(each => !each.archivedAt || each.id === company.regionId)
  return (
    <SettingsRow label={t`Регион`} hint={t`Его выходные добавляются к выходным страны. Сохраняется сразу`}>
      <Select
        aria-label={t`Регион`}
        placeholder={t`Без региона`}
        data={offered.map(each => ({ value: each.id, label: each.name }))}
        value={company.regionId}
        clearable
        clearButtonProps={{ 'aria-label': t`Без региона` }}
        nothingFoundMessage={t`Ничего не нашлось`}
        onChange={choose}
      />
      <Link className="hit" to="/settings/directories/$kind" params={{ kind: 'calendar_region' }}>
        <Trans>Список регионов</Trans>
      </Link>
    </SettingsRow>
  )
}
