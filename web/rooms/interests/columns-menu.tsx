import { ActionIcon, Button, Checkbox, Popover, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconColumns3 } from '@tabler/icons-react'
import { useState } from 'react'
import { mySettings, type SalesColumn } from '../../../server/rooms/fields/contract.ts'
import { KeyLayer, useKeys } from '../../ui/keys.tsx'
import { OrderButtons } from '../../ui/order-buttons.tsx'
import { useChangeMySettings, useMySettings } from '../fields/settings.ts'
import { useAllColumns } from './sales-list.tsx'

/** Which columns the list shows, and in which order; kept for the person. */
export function ColumnsMenu() {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={300} trapFocus returnFocus>
      <Popover.Target>
        <Tooltip label={t`Колонки`} disabled={opened}>
          <ActionIcon
            className="not-phone"
            aria-label={t`Колонки`}
            aria-expanded={opened}
            onClick={() => setOpened(!opened)}
          >
            <IconColumns3 size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        {opened && (
          <KeyLayer>
            <Columns onClose={() => setOpened(false)} />
          </KeyLayer>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function Columns({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const { salesColumns: chosen } = useMySettings()
  const change = useChangeMySettings()
  const all = useAllColumns().slice(1)
  const rest = all.filter(each => !chosen.some(id => id === each.id))
  const shown = chosen.flatMap(id => all.find(each => each.id === id) ?? [])
  useKeys([{ keys: 'Escape', inFields: true, run: onClose }])
  const keep = (salesColumns: SalesColumn[]) => void change({ salesColumns })
  const toggle = (id: string) =>
    keep(chosen.some(each => each === id) ? chosen.filter(each => each !== id) : [...chosen, id as SalesColumn])
  const shift = (at: number, by: number) => {
    const next = [...chosen]
    const [moved] = next.splice(at, 1)
    if (moved) next.splice(at + by, 0, moved)
    keep(next)
  }
  return (
    <div className="col" style={{ gap: 4 }} role="group" aria-label={t`Колонки списка`}>
      {[...shown, ...rest].map((column, at) => (
        <div key={column.id} className="row" style={{ minHeight: 28 }}>
          <Checkbox
            className="grow"
            label={column.header}
            checked={at < shown.length}
            onChange={() => toggle(column.id)}
          />
          {at < shown.length && (
            <OrderButtons
              name={column.header}
              first={at === 0}
              last={at === shown.length - 1}
              onMove={by => shift(at, by)}
            />
          )}
        </div>
      ))}
      <Button variant="subtle" onClick={() => keep(mySettings.parse({}).salesColumns)}>
        <Trans>Как было сначала</Trans>
      </Button>
    </div>
  )
}
