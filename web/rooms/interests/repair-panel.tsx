import { Button, Textarea, TextInput } from '@mantine/core'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconCircleCheck, IconCircleDashed, IconEdit, IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useEffectEvent, useState } from 'react'
import { getInterest, type Interest, type Missing, type PlanInput } from '../../../server/rooms/interests/contract.ts'
import { type RuleField, ruleFieldNames, type ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf } from '../../lib/queries.ts'
import { Key, useKeys } from '../../ui/keys.tsx'
import styles from './interest-card.module.css'
import { type MoveExtra, useMoveInterest } from './move-interest.tsx'
import { asksResult } from './plan-needed.ts'
import { usePlanning } from './planning.ts'
import { MovePlans, useMovePlans } from './repair-plan.tsx'
import { extraOf, type Filled, isFilled, Remedy } from './repair-remedy.tsx'
import { isForbidden, missingFor } from './states-bar.tsx'

type RepairPanelProps = {
  id: string
  target: ScenarioState
  onDone: (moved: Interest) => void
  onCancel: () => void
}

/** The way out of a refusal, in place: each missing thing with its own control, then the move. */
export function RepairPanel({ id, target, onDone, onCancel }: RepairPanelProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  const interest = useQuery(queryOf(getInterest, { params: { id } })).data
  const { move, moving } = useMoveInterest()
  const [asked, setAsked] = useState<Missing[]>([])
  const [filled, setFilled] = useState<Filled>({})
  const [comment, setComment] = useState('')
  const [result, setResult] = useState('')
  const planning = usePlanning()
  const [competitor, setCompetitor] = useState('')
  const set = (change: Filled) => setFilled({ ...filled, ...change })

  const missing = interest ? missingFor(interest, target.id) : []
  // What was asked stays in its place with a check once it is there, so that nothing jumps.
  const rows = [...asked, ...missing.filter(each => !asked.some(known => isSame(known, each)))]
  if (rows.length > asked.length) setAsked(rows)
  const steps = useMovePlans(
    interest,
    target,
    missing.some(each => each.field === 'plan'),
  )
  const isDone = (item: Missing) =>
    isFilled(item, filled) || (item.field === 'plan' && steps.isDone) || !missing.some(each => isSame(each, item))
  const left = rows.filter(item => !isDone(item))
  const asksFor = interest !== undefined && asksResult(interest, target)
  const own: Record<string, string> = {
    lossReason: t`Причина отказа`,
    checklist: t`Чек-лист`,
    state: t`Правило`,
    plan: t`Следующий шаг`,
  }
  const nameOf = (item: Missing) => own[item.field] ?? ruleFieldNames[item.field as RuleField][language]
  const closed = isForbidden(missing)
  const state = target.name

  // The last tick is still on its way: the move follows it.
  const [follows, setFollows] = useState(false)
  const isTicked = interest?.checklist.every(item => item.doneAt !== null) ?? false

  async function run(): Promise<void> {
    if (!interest || moving || steps.isHalf) return
    if (left.length > 0) {
      setFollows(isTicked && left.every(item => item.field === 'checklist'))
      return
    }
    setFollows(false)
    // The last one goes along with the move; one before it is planned at once.
    const ahead = steps.plans.length > 1 ? steps.plans[0] : undefined
    if (ahead && !(await planning.plan(ahead, interest.id))) return
    const said = { plan: steps.plans.at(-1), result: asksFor ? result : '' }
    const outcome = await move(interest, target, { ...extraOf(filled, comment, competitor), ...stepsOf(said) })
    if ('moved' in outcome) onDone(outcome.moved)
    else if ('missing' in outcome)
      setAsked([...rows, ...outcome.missing.filter(each => !rows.some(row => isSame(row, each)))])
  }

  const follow = useEffectEvent(() => void run())
  const isFree = left.length === 0
  useEffect(() => {
    if (follows && isFree) follow()
  }, [follows, isFree])

  useKeys([
    { keys: 'mod+Enter', does: t`Заполнить и перейти`, run: () => void run() },
    { keys: 'Escape', inFields: true, run: onCancel },
  ])

  return (
    <section className={styles.repair} aria-label={t`Чтобы перейти в «${state}»`}>
      <header className={styles.repairHead}>
        {closed ? <IconLock size={16} stroke={1.7} aria-hidden /> : <IconEdit size={16} stroke={1.7} aria-hidden />}
        <h2 className="grow">
          {closed ? (
            <Trans>В «{state}» перейти нельзя</Trans>
          ) : target.kind === 'lost' ? (
            <Trans>Почему потерян</Trans>
          ) : rows.length === 0 ? (
            <Trans>Перед переходом в «{state}»</Trans>
          ) : rows.every(item => item.field === 'plan') ? (
            <Trans>Для «{state}» нужен следующий шаг</Trans>
          ) : rows.every(item => item.field === 'checklist') ? (
            <Trans>Для «{state}» закройте чек-лист</Trans>
          ) : (
            <>
              <Trans>Для «{state}»</Trans>{' '}
              <Plural
                value={rows.length}
                one="нужно # поле"
                few="нужны # поля"
                many="нужно # полей"
                other="нужны # поля"
              />
            </>
          )}
        </h2>
        <span role="status">
          {!closed && rows.length > 1 && left.length > 0 && <Trans>осталось {left.length}</Trans>}
        </span>
      </header>
      {interest &&
        rows.map((item, index) => (
          <RepairRow
            key={`${item.field} ${item.rule} ${item.rule === 'trigger' ? item.message : ''}`}
            name={nameOf(item)}
            done={isDone(item)}
          >
            <Remedy
              item={item}
              interest={interest}
              filled={filled}
              set={set}
              focus={index === rows.findIndex(row => !isDone(row))}
              steps={steps}
            />
          </RepairRow>
        ))}
      {asksFor && (
        <RepairRow name={t`Результат`} done={result.trim() !== ''} optional>
          <Textarea
            aria-label={t`Результат`}
            placeholder={t`Чем закончилось то, что завершит этот переход`}
            autoFocus={rows.length === 0}
            minRows={2}
            value={result}
            onChange={event => setResult(event.currentTarget.value)}
          />
        </RepairRow>
      )}
      {steps.optional && (
        <RepairRow name={t`Следующий шаг`} done={steps.plans.length > 0} optional>
          <MovePlans
            of={steps}
            clientId={interest?.clientId ?? null}
            partyZone={interest?.partyTimeZone}
            focus={rows.length === 0 && !asksFor}
          />
        </RepairRow>
      )}
      {target.kind === 'lost' && (
        <RepairRow name={t`Конкурент`} done={competitor.trim() !== ''} optional>
          <TextInput
            aria-label={t`Конкурент`}
            placeholder={t`у кого купили, если известно`}
            maxLength={200}
            style={{ maxWidth: 320 }}
            value={competitor}
            onChange={event => setCompetitor(event.currentTarget.value)}
          />
        </RepairRow>
      )}
      {target.kind === 'lost' && (
        <RepairRow name={t`Комментарий`} done={comment.trim() !== ''} optional>
          <Textarea
            aria-label={t`Комментарий`}
            minRows={2}
            value={comment}
            onChange={event => setComment(event.currentTarget.value)}
          />
        </RepairRow>
      )}
      <footer className={styles.repairFoot}>
        <span className="s12 t3 grow">
          {rows.length > 0 && <Trans>Правило сценария. Изменить может администратор или руководитель.</Trans>}
        </span>
        <Button variant="subtle" onClick={onCancel} rightSection={<Key keys="Escape" />}>
          <Trans>Отмена</Trans>
        </Button>
        {left.length > 0 && rows.length > 1 && !closed && (
          <span className="s12 t2" role="status">
            <Trans>Осталось: {left.map(nameOf).join(', ')}</Trans>
          </span>
        )}
        {!closed && (
          <Button
            variant="filled"
            disabled={left.length > 0 || steps.isHalf}
            loading={moving}
            onClick={() => void run()}
            rightSection={<Key keys="mod+Enter" />}
            aria-keyshortcuts="Control+Enter"
          >
            {rows.length === 0 ? <Trans>Перейти</Trans> : <Trans>Заполнить и перейти</Trans>}
          </Button>
        )}
      </footer>
    </section>
  )
}

type RepairRowProps = { name: string; done: boolean; optional?: boolean; children: ReactNode }

function RepairRow({ name, done, optional = false, children }: RepairRowProps) {
  const { t } = useLingui()
  return (
    <div className={styles.repairRow}>
      {done ? (
        <IconCircleCheck size={20} stroke={1.5} className="good" aria-label={t`Есть`} />
      ) : (
        <IconCircleDashed
          size={20}
          stroke={1.5}
          className={optional ? 't3' : 'due'}
          aria-label={optional ? t`По желанию` : t`Нужно`}
        />
      )}
      <div className={styles.repairName}>{name}</div>
      <div className="grow">{children}</div>
    </div>
  )
}

/** Several rules may close one way. */
/** Of triggers several may forbid one way, each with words of its own. */
const isSame = (one: Missing, other: Missing) =>
  one.field === other.field && one.rule === other.rule && (one.rule !== 'trigger' || one.message === other.message)

function stepsOf({ plan, result }: { plan: PlanInput | undefined; result: string }): MoveExtra {
  return { ...(plan ? { plan } : {}), ...(result.trim() ? { result: result.trim() } : {}) }
}
