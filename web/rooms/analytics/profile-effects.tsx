import { Trans, useLingui } from '@lingui/react/macro'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import type { z } from 'zod'
import { type effect, previewProfile } from '../../../server/rooms/analytics/reach/contract.ts'
import type { Grounds } from '../../../server/rooms/access/profiles/contract.ts'
import { call } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { keyOf } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { ErrorState, LoadingBars } from '../../ui/states.tsx'
import { useRights } from '../access/profile-words.ts'
import styles from './profile-effects.module.css'

type Effect = z.infer<typeof effect>

/** «Что изменится»: who of the profile gains and loses what, before anything is saved. */
export function ProfileEffects({ id, grounds }: { id: string; grounds: Grounds }) {
  const { t } = useLingui()
  const [asked] = useDebouncedValue(grounds, 250)
  const { data, error, isPending, refetch } = useQuery({
    queryKey: keyOf(previewProfile, { id, asked }),
    queryFn: ({ signal }) => call(previewProfile, { params: { id }, body: { grounds: asked } }, { signal }),
    placeholderData: before => before,
  })
  const items = data?.items ?? []
  return (
    <section className="col" style={{ gap: 8 }} aria-label={t`Что изменится`} aria-live="polite">
      <h3>
        <Trans>Что изменится</Trans>
      </h3>
      {error && <ErrorState title={t`Посчитать не получилось`} error={error} onRetry={() => void refetch()} />}
      {isPending && !error && <LoadingBars rows={2} />}
      {data && items.length === 0 && (
        <p className="t2">
          <Trans>Этого профиля ни у кого нет: ни у кого ничего не изменится.</Trans>
        </p>
      )}
      {items[0] && <RightsChanged of={items[0]} people={items.length} />}
      {items.length > 0 && (
        <table className={styles.people}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Сотрудник</Trans>
              </th>
              <th scope="col">
                <Trans>Видит клиентов</Trans>
              </th>
              <th scope="col">
                <Trans>Видит Интересов</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(each => (
              <tr key={each.user.id}>
                <th scope="row">{each.user.name}</th>
                <td>
                  <Counts {...each.clients} />
                </td>
                <td>
                  <Counts {...each.interests} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  )
}

function RightsChanged({ of: { gains, loses }, people }: { of: Effect; people: number }) {
  const { t } = useLingui()
  const words = new Map(useRights().flatMap(group => group.rights.map(each => [each.right, each.name])))
  const named = (rights: readonly string[]) =>
    rights.map(right => words.get(right as Effect['gains'][number])?.toLowerCase() ?? right).join(', ')
  if (gains.length + loses.length === 0) return null
  const [gained, lost] = [named(gains), named(loses)]
  return (
    <>
      {gained && (
        <Note look="acc">{people === 1 ? t`Получит права: ${gained}` : t`Все ${people} получат права: ${gained}`}</Note>
      )}
      {lost && (
        <Note look="due">{people === 1 ? t`Потеряет права: ${lost}` : t`Все ${people} потеряют права: ${lost}`}</Note>
      )}
    </>
  )
}

function Counts({ before, after, more }: Effect['clients']) {
  const format = useFormats()
  const { t } = useLingui()
  if (before === after) return <span className="t2">{text(format.number, after, more)}</span>
  const label = after > before ? t`больше` : t`меньше`
  return (
    <span className={after > before ? 'good' : 'bad'}>
      {text(format.number, before, more)} → {text(format.number, after, more)} <span className="s12">{label}</span>
    </span>
  )
}

/** Ten thousand is as far as is counted. */
const text = (number: (value: number) => string, value: number, more: boolean) =>
  `${number(value)}${more && value >= 10_000 ? '+' : ''}`
