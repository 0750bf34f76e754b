import { Trans } from '@lingui/react/macro'
import { IconCircleDashed } from '@tabler/icons-react'
import atoms from './atoms.module.css'

/** The next step of a record. Until there are tasks it can only be absent, demanded by the state or not. */
export function NextStep({ demanded = false }: { demanded?: boolean }) {
  return (
    <span className={atoms.next} data-look={demanded ? 'demanded' : 'none'}>
      <IconCircleDashed size={14} stroke={1.7} aria-hidden />
      {demanded ? <Trans>Нет следующего шага</Trans> : <Trans>Без шага</Trans>}
    </span>
  )
}
