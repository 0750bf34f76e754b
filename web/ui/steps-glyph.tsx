import { Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheck, IconCircleX } from '@tabler/icons-react'
import atoms from './atoms.module.css'

/** Progress as filled bars; always beside the name of the state, so it is silent for screen readers. */
export function StepsGlyph({ step, steps }: { step: number; steps: number }) {
  return (
    <span className={atoms.steps} aria-hidden>
      {Array.from({ length: steps }, (_, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
        <i key={at} data-on={at < step || undefined} />
      ))}
    </span>
  )
}

type StateNameProps = {
  name: string
  kind: 'ordinary' | 'won' | 'lost'
  /** Place among the ordinary states, from 1, and their number. */
  step: number
  steps: number
}

/** A state wherever it is named: glyph and word, or the icon of an outcome. */
export function StateName({ name, kind, step, steps }: StateNameProps) {
  return (
    <span className={atoms.state}>
      {kind === 'ordinary' && <StepsGlyph step={step} steps={steps} />}
      {kind === 'won' && <IconCircleCheck size={16} stroke={1.7} className="good" aria-hidden />}
      {kind === 'lost' && <IconCircleX size={16} stroke={1.7} className="t2" aria-hidden />}
      <span className="el">{name}</span>
    </span>
  )
}

export function ProspectTag({ short = false }: { short?: boolean }) {
  const { t } = useLingui()
  return (
    <span className={atoms.tag} data-look="dashed" title={short ? t`потенциальный клиент` : undefined}>
      {short ? <Trans>потенц.</Trans> : <Trans>потенциальный клиент</Trans>}
    </span>
  )
}
