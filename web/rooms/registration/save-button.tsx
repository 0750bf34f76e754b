import { Button, FocusTrap, Popover } from '@mantine/core'
import { Trans } from '@lingui/react/macro'
import type { ReactNode } from 'react'
import { Key, KeyLayer, useKeys } from '../../ui/keys.tsx'
import { outOfSight, type Party } from './form-state.ts'
import type { Save } from './use-save.ts'
import { isWalled, type Row } from './where-to.tsx'

type SaveButtonProps = {
  save: Save
  onSave: () => void
  party: Party
  linking: boolean
  /** Somebody else receives it. */
  giving: boolean
  same: Row | undefined
  onLink: (id: string) => void
}

/** Its words always say what will happen; an open Interest of the same type is asked about once, here. */
export function SaveButton({ save, onSave, party, linking, giving, same, onLink }: SaveButtonProps) {
  return (
    <Popover
      opened={save.asking}
      onChange={open => !open && save.stopAsking()}
      position="top-end"
      trapFocus
      returnFocus
      withinPortal={false}
    >
      <Popover.Target>
        <Button
          variant="filled"
          onClick={onSave}
          loading={save.slow}
          disabled={save.hindrance !== null}
          rightSection={<Key keys="mod+Enter" />}
          aria-keyshortcuts="Control+Enter"
        >
          <Words
            party={party}
            linking={linking}
            giving={giving}
            again={save.similar.length > 0}
            repeating={save.repeating}
          />
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        {save.asking && same && (
          <KeyLayer>
            <Ask save={save} same={same} onLink={onLink} />
          </KeyLayer>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}

function Words(props: {
  party: Party
  linking: boolean
  giving: boolean
  again: boolean
  repeating: boolean
}): ReactNode {
  if (props.repeating) return <Trans>Проверяем, сохранился ли…</Trans>
  if (props.giving) return <Trans>Передать обращение</Trans>
  if (props.linking) return <Trans>Связать с выбранным</Trans>
  if (props.again) return <Trans>Все равно создать</Trans>
  if (props.party.kind === 'newClient') return <Trans>Создать клиента и Интерес</Trans>
  return <Trans>Создать Интерес</Trans>
}

function Ask({ save, same, onLink }: { save: Save; same: Row; onLink: (id: string) => void }) {
  useKeys([
    { keys: 'Escape', inFields: true, run: save.stopAsking },
    { keys: 'mod+Enter', run: () => save.run({ despiteSame: true }) },
  ])
  return (
    <FocusTrap active>
      <div className="col" style={{ maxWidth: 320 }}>
        <div>
          <Trans>У клиента уже открыт Интерес этого типа: {same.number}. Создать еще один?</Trans>
        </div>
        <div className="row">
          <Button data-autofocus onClick={() => save.run({ despiteSame: true })}>
            <Trans>Создать еще один</Trans>
          </Button>
          {isWalled(same) ? (
            <Button
              variant="subtle"
              onClick={() => {
                save.stopAsking()
                onLink(outOfSight(same.number))
              }}
            >
              <Trans>Передать обращение</Trans>
            </Button>
          ) : (
            <Button
              variant="subtle"
              onClick={() => {
                save.stopAsking()
                onLink(same.id)
              }}
            >
              <Trans>Связать с {same.number}</Trans>
            </Button>
          )}
        </div>
      </div>
    </FocusTrap>
  )
}
