import { ActionIcon, Checkbox, Popover, SegmentedControl, Tooltip } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconSettings } from '@tabler/icons-react'
import { useState } from 'react'
import type { MySettings } from '../../../server/rooms/fields/contract.ts'
import { EntitySelect } from '../../ui/entity-select.tsx'
import { KeyLayer, useKeys } from '../../ui/keys.tsx'
import { useServiceTypes } from '../company/directories.ts'
import { useChangeMySettings, useMySettings } from '../fields/settings.ts'

/** The gear of the form: what is mine, saved at once. What holds for everybody stands in the settings. */
export function FormSettings() {
  const { t } = useLingui()
  const [opened, setOpened] = useState(false)
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      position="bottom-end"
      width={340}
      trapFocus
      returnFocus
      withinPortal={false}
    >
      <Popover.Target>
        <Tooltip label={t`Настройки формы`}>
          <ActionIcon aria-label={t`Настройки формы`} onClick={() => setOpened(!opened)} aria-expanded={opened}>
            <IconSettings size={16} stroke={1.7} aria-hidden />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        {opened && (
          <KeyLayer>
            <Mine onClose={() => setOpened(false)} />
          </KeyLayer>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function Mine({ onClose }: { onClose: () => void }) {
  const { t } = useLingui()
  const settings = useMySettings()
  const change = useChangeMySettings()
  const types = useServiceTypes()
  useKeys([{ keys: 'Escape', inFields: true, run: onClose }])
  return (
    <div className="col" style={{ gap: 12 }}>
      <EntitySelect
        label={t`Основной тип услуги`}
        entities={types}
        value={settings.defaultServiceTypeId}
        onChange={defaultServiceTypeId => void change({ defaultServiceTypeId })}
        comboboxProps={{ withinPortal: false }}
        clearable
      />
      <Checkbox
        label={t`Ответственный клиента становится ответственным Интереса`}
        checked={settings.takeClientResponsible}
        onChange={event => void change({ takeClientResponsible: event.currentTarget.checked })}
      />
      <Checkbox
        label={t`Открывать после создания`}
        checked={settings.openAfterCreating}
        onChange={event => void change({ openAfterCreating: event.currentTarget.checked })}
      />
      <div>
        <div className="s12 t2 m" id="match-mode">
          <Trans>Искать</Trans>
        </div>
        <SegmentedControl
          aria-labelledby="match-mode"
          value={settings.matchMode}
          onChange={matchMode => void change({ matchMode: matchMode as MySettings['matchMode'] })}
          data={[
            { value: 'start', label: t`С начала` },
            { value: 'any', label: t`Любую часть` },
            { value: 'exact', label: t`Точно` },
          ]}
        />
      </div>
    </div>
  )
}
