import { Trans, useLingui } from '@lingui/react/macro'
import { useElementSize } from '@mantine/hooks'
import { IconBolt, IconCalendarEvent, IconForms, IconListCheck, IconLock } from '@tabler/icons-react'
import { type KeyboardEvent, useId } from 'react'
import type { ChecklistItem, ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { Section } from '../../ui/atoms.tsx'
import { itemsOf } from './editing.ts'
import { type Box, layOut } from './picture-layout.ts'
import { useStateWords } from './state-words.ts'
import styles from './states-picture.module.css'
import { colourOf } from './swatch.tsx'
import { useTriggerWords } from './trigger-words.ts'

type StatesPictureProps = {
  states: readonly ScenarioState[]
  checklist: readonly ChecklistItem[]
  /** The state that is looked at, in the table as well. */
  chosen: string | undefined
  onChoose: (id: string) => void
  onOpen: (id: string) => void
}

/** States and the ways between them as they are edited: a click chooses a state, the next one opens it. */
export function StatesPicture({ states, checklist, chosen, onChoose, onOpen }: StatesPictureProps) {
  const { t } = useLingui()
  const { describe } = useStateWords()
  const { whole: tell } = useTriggerWords(states)
  const { ref, width: room } = useElementSize<HTMLDivElement>()
  const id = useId()
  const picture = layOut(states, room || 1100)
  const ordinary = states.filter(each => each.kind === 'ordinary')
  const stop = states.some(each => each.id === chosen) ? chosen : states[0]?.id
  const isLit = (way: { from: string[]; to: string }) =>
    chosen !== undefined && (way.to === chosen || way.from.includes(chosen))
  const marker = (lit: boolean) => `${id}${lit ? 'lit' : 'plain'}`
  return (
    <Section title={<Trans>Состояния и переходы</Trans>} folds="open">
      <div className={styles.scroll} ref={ref}>
        <div className={styles.picture} style={{ width: picture.width, height: picture.height }}>
          <svg className={styles.lines} width={picture.width} height={picture.height} aria-hidden>
            <defs>
              {[false, true].map(lit => (
                <marker
                  key={String(lit)}
                  id={marker(lit)}
                  viewBox="0 0 8 8"
                  refX="7"
                  refY="4"
                  markerWidth="7"
                  markerHeight="7"
                  markerUnits="userSpaceOnUse"
                  orient="auto"
                >
                  <path d="M0 0L8 4L0 8Z" className={styles.head} data-lit={lit || undefined} />
                </marker>
              ))}
            </defs>
            {[...picture.ways]
              .sort((a, b) => Number(isLit(a)) - Number(isLit(b)))
              .map(way => (
                <g key={`${way.to} ${way.from.join(' ')}`} className={styles.way} data-lit={isLit(way) || undefined}>
                  <path d={way.path} markerEnd={`url(#${marker(isLit(way))})`} />
                  {way.dots.map(([x, y]) => (
                    <circle key={`${x} ${y}`} cx={x} cy={y} r={way.from.length === 0 ? 4 : 2.5} />
                  ))}
                </g>
              ))}
          </svg>
          <ol aria-label={t`Состояния`} onKeyDown={walk}>
            {states.map((state, at) => (
              <li key={state.id}>
                <Node
                  state={state}
                  at={ordinary.indexOf(state)}
                  box={picture.boxes.find(box => box.id === state.id)}
                  items={itemsOf(checklist, state.id).length}
                  isChosen={state.id === chosen}
                  isStop={state.id === stop}
                  describedBy={`${id}words${at}`}
                  onPress={() => (state.id === chosen ? onOpen(state.id) : onChoose(state.id))}
                />
              </li>
            ))}
          </ol>
        </div>
      </div>
      <Legend />
      <ul className="vh" aria-label={t`Переходы словами`}>
        {states.map((state, at) => (
          <li key={state.id} id={`${id}words${at}`}>
            {[
              state.name,
              ...describe(state, { states, checklist, tell }).map(
                ({ label, lines }) => `${label}: ${lines.join('; ')}`,
              ),
            ].join('. ')}
          </li>
        ))}
      </ul>
    </Section>
  )
}

type NodeProps = {
  state: ScenarioState
  at: number
  box: Box | undefined
  items: number
  isChosen: boolean
  isStop: boolean
  describedBy: string
  onPress: () => void
}

const glyph = { size: 14, stroke: 1.7, 'aria-hidden': true } as const

function Node({ state, at, box, items, isChosen, isStop, describedBy, onPress }: NodeProps) {
  const { t } = useLingui()
  const required = state.fields.filter(each => each.required).length
  return (
    <button
      type="button"
      className={`plain ${styles.node}`}
      data-kind={state.kind}
      aria-pressed={isChosen}
      aria-describedby={describedBy}
      tabIndex={isStop ? 0 : -1}
      style={{ left: box?.x, top: box?.y, width: box?.width, height: box?.height, borderTopColor: colourOf(state, at) }}
      onClick={onPress}
    >
      <span className={styles.name}>{state.name || t`Без названия`}</span>
      <span className={styles.glyphs} aria-hidden>
        {state.fromStates === null && <span className="t3">{t`из любого`}</span>}
        <span className="grow" />
        {required > 0 && (
          <span title={t`Обязательные поля`}>
            <IconForms {...glyph} />
            {required}
          </span>
        )}
        {state.planningRule !== 'nothing' && (
          <span title={t`Обязательно планировать`}>
            <IconCalendarEvent {...glyph} />
          </span>
        )}
        {items > 0 && (
          <span title={t`Чек-лист`}>
            <IconListCheck {...glyph} />
            {items}
          </span>
        )}
        {state.triggers.length > 0 && (
          <span title={t`Триггеры`}>
            <IconBolt {...glyph} />
            {state.triggers.length}
          </span>
        )}
      </span>
      {state.enterRoles !== null && (
        <span className={styles.lock} data-side="enter" title={t`Переводят сюда не все`}>
          <IconLock {...glyph} size={12} />
        </span>
      )}
      {state.leaveRoles !== null && (
        <span className={styles.lock} data-side="leave" title={t`Переводят отсюда не все`}>
          <IconLock {...glyph} size={12} />
        </span>
      )}
    </button>
  )
}

function Legend() {
  return (
    <p className={styles.legend}>
      <span>
        <IconForms {...glyph} /> <Trans>обязательные поля</Trans>
      </span>
      <span>
        <IconCalendarEvent {...glyph} /> <Trans>нужен следующий шаг</Trans>
      </span>
      <span>
        <IconListCheck {...glyph} /> <Trans>чек-лист</Trans>
      </span>
      <span>
        <IconBolt {...glyph} /> <Trans>триггеры</Trans>
      </span>
      <span>
        <IconLock {...glyph} /> <Trans>переводят не все: слева вход, справа выход</Trans>
      </span>
    </p>
  )
}

/** Arrows walk from state to state. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.code]
  if (by === undefined || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
  event.preventDefault()
  const nodes = [...event.currentTarget.querySelectorAll('button')]
  nodes[nodes.indexOf(event.target as HTMLButtonElement) + by]?.focus()
}
