import { Trans } from '@lingui/react/macro'
import type { DraftStatus } from './draft.ts'

/** Where what was typed is kept. */
export function DraftStatusText({ status }: { status: DraftStatus }) {
  return (
    <span className="s12 t3" role="status">
      {status === 'saved' && <Trans>Черновик сохранен</Trans>}
      {status === 'local' && <Trans>Нет связи: черновик хранится в браузере</Trans>}
    </span>
  )
}
