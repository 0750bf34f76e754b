import { Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button, Menu, Switch } from '@mantine/core'
import { IconAdjustments, IconCopy, IconDots, IconHistory, IconPlus, IconTrash } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useId, useRef, useState } from 'react'
import { getScenario, type Scenario, type ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import {
  pauseTrigger,
  resumeTrigger,
  type Trigger,
  waitsForDocuments,
} from '../../../server/rooms/scenarios/triggers/contract.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Section, Tag } from '../../ui/atoms.tsx'
import type { Hotkey } from '../../ui/keys.tsx'
import { toastError } from '../../ui/toast.tsx'
import type { TriggerFaults } from './faults.ts'
import { copyTrigger, newTrigger } from './trigger-editing.ts'
import styles from './trigger-section.module.css'
import { TriggerSheet } from './trigger-sheet.tsx'
import { useTriggerWords } from './trigger-words.ts'

const icon = { size: 16, stroke: 1.7, 'aria-hidden': true } as const

export type TriggerSectionProps = {
  state: ScenarioState
  states: readonly ScenarioState[]
  /** In force: which of its triggers can be paused, and which are. */
  published: Scenario
  faults: Readonly<Record<string, TriggerFaults>>
  /** It was opened for the triggers: the first has the focus. */
  isSought: boolean
  keys: Hotkey[]
  /** `key`: what is typed into, letter by letter. */
  onChange: (triggers: Trigger[], key?: string) => void
}

/** What the product does by itself in this state: a line each in words, set up in a sheet over this one. */
export function TriggerSection({ state, states, published, faults, isSought, keys, onChange }: TriggerSectionProps) {
  const { triggers } = state
  const [opened, setOpened] = useState<string>()
  const prefix = useId()
  const place = useRef<HTMLDivElement>(null)
  // The focus comes by itself, but does not scroll.
  useEffect(() => {
    if (isSought) place.current?.scrollIntoView({ block: 'start' })
  }, [isSought])
  const focusLine = (id: string | undefined) =>
    requestAnimationFrame(() => document.getElementById(`${prefix}${id ?? 'add'}`)?.focus())
  const add = () => {
    const fresh = newTrigger()
    onChange([...triggers, fresh])
    setOpened(fresh.id)
  }
  const copy = (id: string) => {
    const copied = copyTrigger(triggers, id)
    if (!copied) return
    onChange(copied.triggers)
    focusLine(copied.id)
  }
  const remove = (id: string) => {
    const at = triggers.findIndex(each => each.id === id)
    onChange(triggers.filter(each => each.id !== id))
    focusLine((triggers[at + 1] ?? triggers[at - 1])?.id)
  }
  const edited = triggers.find(each => each.id === opened)
  return (
    <div ref={place}>
      <Section title={<Trans>Триггеры</Trans>} count={triggers.length} level={3}>
        {triggers.length > 0 && (
          <ul className={styles.lines}>
            {triggers.map((each, at) => (
              <TriggerLine
                key={each.id}
                isSought={isSought && at === 0}
                id={`${prefix}${each.id}`}
                trigger={each}
                states={states}
                published={published}
                fault={Object.values(faults[each.id] ?? {})[0]}
                onOpen={() => setOpened(each.id)}
                onCopy={() => copy(each.id)}
                onRemove={() => remove(each.id)}
              />
            ))}
          </ul>
        )}
        <Button
          id={`${prefix}add`}
          data-autofocus={(isSought && triggers.length === 0) || undefined}
          variant="subtle"
          leftSection={<IconPlus {...icon} />}
          disabled={triggers.length >= MOST}
          onClick={add}
        >
          <Trans>Триггер</Trans>
        </Button>
        {edited && (
          <TriggerSheet
            trigger={edited}
            state={state}
            states={states}
            faults={faults[edited.id] ?? {}}
            keys={keys}
            onChange={(changed, key) =>
              onChange(
                triggers.map(each => (each.id === changed.id ? changed : each)),
                key && `${key} ${changed.id}`,
              )
            }
            onClose={() => {
              setOpened(undefined)
              focusLine(edited.id)
            }}
          />
        )}
      </Section>
    </div>
  )
}

/** As many as a state may have. */
const MOST = 40

type LineProps = {
  id: string
  trigger: Trigger
  states: readonly ScenarioState[]
  published: Scenario
  fault: string | undefined
  isSought: boolean
  onOpen: () => void
  onCopy: () => void
  onRemove: () => void
}

function TriggerLine(props: LineProps) {
  const { id, trigger, states, published, fault, isSought, onOpen, onCopy, onRemove } = props
  const { t } = useLingui()
  const words = useTriggerWords(states)
  const said = words.whole(trigger)
  const conditions = words.conditions(trigger)
  const isPublished = published.states.some(state => state.triggers.some(each => each.id === trigger.id))
  return (
    <li className={styles.line}>
      <button
        id={id}
        type="button"
        data-autofocus={isSought || undefined}
        className={`plain ${styles.words}`}
        data-wrong={fault ? true : undefined}
        onClick={onOpen}
      >
        <span className="m">{words.short(trigger)}</span>
        {conditions && <span className="s12 t2">{conditions}</span>}
        <Marks trigger={trigger} fault={fault} isPublished={isPublished} />
      </button>
      {isPublished && <Pause trigger={trigger} published={published} said={said} />}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={24} mt={2} aria-label={t`Действия с триггером: ${said}`}>
            <IconDots {...icon} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconAdjustments {...icon} />} onClick={onOpen}>
            <Trans>Настроить</Trans>
          </Menu.Item>
          <Menu.Item leftSection={<IconCopy {...icon} />} onClick={onCopy}>
            <Trans>Копировать</Trans>
          </Menu.Item>
          {isPublished && (
            <Menu.Item
              renderRoot={props => (
                <Link
                  {...props}
                  to="/settings/trigger-journal"
                  search={{ scenarioId: published.id, triggerId: trigger.id }}
                />
              )}
              leftSection={<IconHistory {...icon} />}
            >
              <Trans>Журнал</Trans>
            </Menu.Item>
          )}
          <Menu.Item leftSection={<IconTrash {...icon} />} onClick={onRemove}>
            <Trans>Убрать</Trans>
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  )
}

type MarksProps = { trigger: Trigger; fault: string | undefined; isPublished: boolean }

/** What is to be known of a trigger beside its words. */
function Marks({ trigger, fault, isPublished }: MarksProps) {
  const isWaiting = waitsForDocuments(trigger)
  if (!fault && !isWaiting && isPublished) return null
  return (
    <span className="row wrap">
      {fault && <span className="s12 bad">{fault}</span>}
      {isWaiting && (
        <Tag look="outline">
          <Trans>ждет документов</Trans>
        </Tag>
      )}
      {!isPublished && (
        <Tag look="dashed">
          <Trans>не опубликован</Trans>
        </Tag>
      )}
    </span>
  )
}

/** Acts at once, whatever is being edited. */
function Pause({ trigger, published, said }: { trigger: Trigger; published: Scenario; said: string }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const params = { id: published.id, triggerId: trigger.id }
  const { queryKey } = queryOf(getScenario, { params: { id: published.id } })
  const options = {
    onSuccess: ({ paused }: { paused: boolean }) =>
      client.setQueryData<Scenario>(queryKey, known => {
        if (!known) return known
        const others = known.pausedTriggers.filter(each => each !== trigger.id)
        return { ...known, pausedTriggers: paused ? [...others, trigger.id] : others }
      }),
    onError: (error: unknown) => toastError(error),
  }
  const pause = useWrite(pauseTrigger, options)
  const resume = useWrite(resumeTrigger, options)
  const isPaused = published.pausedTriggers.includes(trigger.id)
  // The switch is where it was put while the answer is on its way.
  const shown = pause.isPending ? true : resume.isPending ? false : isPaused
  return (
    <Switch
      mt={5}
      label={t`Пауза`}
      aria-label={t`Пауза: ${said}`}
      checked={shown}
      onChange={event => (event.currentTarget.checked ? pause : resume).mutate({ params })}
    />
  )
}
