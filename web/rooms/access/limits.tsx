import { useLingui } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import type { LimitedField } from '../../../server/platform/pure/field-marks.ts'
import { isMasked } from '../../../server/platform/pure/masking.ts'
import { useMe } from './me.ts'

export interface FieldLimit {
  /** Nothing of it is shown. */
  hidden: boolean
  /** It is read only, whoever is responsible for the record. */
  fixed: boolean
  /** Why, for whoever points at it. */
  reason: string | undefined
}

/** What the profile of this person leaves of a field: `useLimits()('phone').fixed`. */
export function useLimits(): (field: LimitedField) => FieldLimit {
  const { t } = useLingui()
  const { fields } = useMe()
  return field => {
    const level = fields[field] ?? 'edit'
    const reasons = {
      edit: undefined,
      see: t`Ваш профиль показывает это поле, но не дает его менять`,
      masked: t`Ваш профиль показывает это поле не целиком. Целиком его видят те, чей профиль это разрешает`,
      hidden: t`Ваш профиль не показывает это поле. Его видят те, чей профиль это разрешает`,
    }
    return { hidden: level === 'hidden', fixed: level !== 'edit', reason: reasons[level] }
  }
}

/** In the place of a value that is not shown. */
export function Unseen({ field }: { field: LimitedField }) {
  const { t } = useLingui()
  const { reason } = useLimits()(field)
  return (
    <span className="t3" title={reason}>
      {t`скрыто`}
    </span>
  )
}

/** What is not shown whole can be neither called nor written to: then it is a text with the reason. */
export function ReachLink(props: {
  field: 'phone' | 'email'
  href: string
  text: string
  className?: string | undefined
  children: ReactNode
}) {
  const { field, href, text, className, children } = props
  const { reason } = useLimits()(field)
  if (!isMasked(text)) {
    return (
      <a href={href} className={className}>
        {children}
      </a>
    )
  }
  return (
    <span className={className} title={reason}>
      {children}
    </span>
  )
}
