import { Button } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { Seeing, Viewer } from '../../../server/rooms/access/explaining/contract.ts'
import type { AnyEndpoint } from '../../lib/api.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import styles from './who-sees.module.css'

/** So many at first: the nearest are what is asked about. */
const FIRST = 8

type WhoSeesProps = {
  /** `GET …/:id/access` of the record. */
  endpoint: AnyEndpoint
  id: string
  /** What may be done about it, for records that are opened one by one. */
  children?: ReactNode
}

/** «Кто видит»: everybody who sees the record, by every rule that lets them, the nearest first. */
export function WhoSees({ endpoint, id, children }: WhoSeesProps) {
  const [open, setOpen] = useState(false)
  const [all, setAll] = useState(false)
  // Hundreds of people are looked at one by one: only when somebody asks.
  const query = useQuery({ ...queryOf(endpoint, { params: { id } } as never), enabled: open })
  const viewers = (query.data as { items: Viewer[] } | undefined)?.items
  const shown = all ? viewers : viewers?.slice(0, FIRST)
  const more = (viewers?.length ?? 0) - (shown?.length ?? 0)
  return (
    <Section
      title={<Trans>Кто видит</Trans>}
      {...(viewers && { count: viewers.length })}
      folds="closed"
      onFold={setOpen}
    >
      {children}
      <ul aria-busy={viewers === undefined}>
        {shown?.map(viewer => (
          <ViewerRow key={viewer.user.id} viewer={viewer} />
        ))}
      </ul>
      {more > 0 && (
        <Button variant="subtle" onClick={() => setAll(true)}>
          <Trans>Еще {more}</Trans>
        </Button>
      )}
    </Section>
  )
}

function ViewerRow({ viewer: { user, reasons } }: { viewer: Viewer }) {
  const wordsOf = useReasonWords()
  const [nearest, ...others] = reasons
  return (
    <li className={styles.person}>
      <div className="m">{user.name}</div>
      {nearest && <div className="t2">{wordsOf(nearest)}</div>}
      {others.map(each => (
        <div key={wordsOf(each)} className="s12 t3">
          {wordsOf(each)}
        </div>
      ))}
    </li>
  )
}

/** What ends at midnight is open through the whole day before. */
export function lastMinute(until: string): string {
  return new Date(Date.parse(until) - 60_000).toISOString()
}

/** One rule in words: «Руководитель подразделения «Сервис», в котором ответственный Анна Ким». */
function useReasonWords(): (reason: Seeing) => string {
  const { t } = useLingui()
  const format = useFormats()
  const roleOf = ({ as }: Seeing) =>
    as === 'assignee' ? t`исполнитель` : as === 'member' ? t`соисполнитель` : t`ответственный`
  const plain = (reason: Seeing): string => {
    const { rule, of, department, grantedBy, grantedAt, until, changes } = reason
    const where = department?.name ?? ''
    const who = [roleOf(reason), of?.name].filter(Boolean).join(' ')
    const given = [grantedBy?.name, grantedAt && format.date(grantedAt)].filter(Boolean).join(', ')
    const end = until ? t`до ${format.dateTime(lastMinute(until))}` : t`бессрочно`
    switch (rule) {
      case 'responsible':
        return t`Ответственный`
      case 'assignee':
        return t`Исполнитель`
      case 'author':
        return t`Автор`
      case 'member':
        return t`Соисполнитель`
      case 'grant':
        return changes ? t`Открыт для изменения ${end}: ${given}` : t`Открыт доступ ${end}: ${given}`
      case 'department_grant':
        return t`Доступ открыт подразделению «${where}» ${end}: ${given}`
      case 'colleague':
        return t`Коллега по подразделению «${where}», в котором ${who}`
      case 'head':
        return t`Руководитель подразделения «${where}», в котором ${who}`
      case 'substitute': {
        const absent = of?.name ?? ''
        return t`Замещает: ${absent}, ${end}`
      }
      case 'queue':
        return t`Состояние адресовано роли`
      case 'unowned':
        return t`Ответственного нет: видят все, кому это позволяет профиль`
      case 'everything':
        return t`Видит все записи`
      case 'other':
        return t`По другому правилу`
    }
  }
  return reason => {
    const { through } = reason
    if (!through) return plain(reason)
    const name = through.title
    const words = plain(reason)
    if (through.kind === 'client') return name ? t`${words} (клиент «${name}»)` : t`${words} (клиент вне доступа)`
    return name ? t`${words} (Интерес ${name})` : t`${words} (Интерес)`
  }
}
