import { useLingui } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import type { exportClients, exportInterests } from '../../../server/rooms/exchange/contract.ts'
import { address } from '../../lib/api.ts'
import { useMay } from '../access/me.ts'

type Props = {
  endpoint: typeof exportClients | typeof exportInterests
  /** The filter of the list as it is shown: the file holds the same. */
  filter: Record<string, unknown>
}

/** The list as a file, for holders of the right. */
export function ExportMenu({ endpoint, filter }: Props) {
  const { t } = useLingui()
  const may = useMay('clients.export')
  if (!may) return null
  const link = (format: 'csv' | 'xlsx') => address(endpoint.path, { query: { ...filter, format } })
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button leftSection={<IconDownload size={14} stroke={1.7} aria-hidden />}>{t`Экспорт`}</Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={link('xlsx')} download>
          {t`Скачать XLSX`}
        </Menu.Item>
        <Menu.Item component="a" href={link('csv')} download>
          {t`Скачать CSV`}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
