import { listInterestViewers } from '../../../server/rooms/interests/viewers/contract.ts'
import { WhoSees } from '../access/who-sees.tsx'
import { AskHere, WhyNot } from '../access/why-not.tsx'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconMail, IconPhone } from '@tabler/icons-react'
import { TextInput } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { contactDay, readIdleClock } from '../../../server/platform/pure/idle-clock.ts'
import { localDateOf } from '../../../server/platform/pure/working-time.ts'
import type { Interest } from '../../../server/rooms/interests/contract.ts'
import type { ScenarioState } from '../../../server/rooms/scenarios/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { useNow } from '../../lib/now.ts'
import { useKeys } from '../../ui/keys.tsx'
import { Note } from '../../ui/atoms.tsx'
import { ProspectTag } from '../../ui/steps-glyph.tsx'
import { ReachLink, useLimits } from '../access/limits.tsx'
import { useMe } from '../access/me.ts'
import { LocalTime } from '../clients/local-time.tsx'
import { useWorkingCalendar } from '../company/calendar.ts'
import { placeOf, useScenarios } from '../scenarios/scenarios.ts'
import styles from './interest-card.module.css'
import { Checklist } from './checklist.tsx'
import { Closings } from './closings.tsx'
import { HistoryButton } from './history-sheet.tsx'
import { InterestAround } from './interest-around.tsx'
import { InterestFields, useChangeInterest } from './interest-fields.tsx'
import { LossAwaits } from './loss-decision.tsx'
import { StarButton, useMarks, WatchButton } from './marks.tsx'
import { useMoveInterest } from './move-interest.tsx'
import { NextStep } from './next-step.tsx'
import { NoteEntry } from './note-entry.tsx'
import { CardTools } from './card-tools.tsx'
import { asksOnEntry } from './plan-needed.ts'
import { CardField, Presence, PresenceOf } from './presence.tsx'
import { QueueNote } from './queue.tsx'
import { RepairPanel } from './repair-panel.tsx'
import { missingFor, StatesBar, stateMark } from './states-bar.tsx'
import { InterestTimeline } from './timeline.tsx'

const icon = { size: 14, stroke: 1.7, 'aria-hidden': true } as const

type InterestCardProps = {
  interest: Interest
  page?: boolean
  /** What is planned, and the buttons that plan: on top of what happened. */
  steps?: ReactNode
}

/**
 * Everything about one sale: where it stands, what it is, what happened. The same over a list and as a page, which has
 * room for what surrounds it.
 */
export function InterestCard(props: InterestCardProps) {
  return (
    <PresenceOf interestId={props.interest.id}>
      <Card {...props} />
    </PresenceOf>
  )
}

function Card({ interest, page = false, steps }: InterestCardProps) {
  const { t } = useLingui()
  const [asked, setAsked] = useState<ScenarioState>()
  const { move } = useMoveInterest()
  const { toggleStar } = useMarks()
  const scenario = useScenarios().find(each => each.id === interest.scenarioId)
  const rule = scenario?.states.find(each => each.id === interest.stateId)?.planningRule ?? 'nothing'
  const isDemanded = rule !== 'nothing'

  async function go(state: ScenarioState): Promise<void> {
    if (state.id === interest.stateId || !interest.can['move']) return
    if (missingFor(interest, state.id).length > 0 || asksOnEntry(interest, state)) {
      setAsked(state)
      return
    }
    setAsked(undefined)
    const outcome = await move(interest, state)
    if ('missing' in outcome) setAsked(state)
  }

  const card = useRef<HTMLElement>(null)
  const fields = useRef<HTMLElement>(null)
  const edit = () => {
    const chosen = document.activeElement
    const field = chosen?.matches('[data-edits]') ? chosen : fields.current?.querySelector('[data-edits]')
    if (field instanceof HTMLElement) field.click()
  }
  useKeys([
    { keys: 'S', does: t`Пометка`, run: () => toggleStar(interest) },
    { keys: 'E', does: t`Изменить поле`, off: !interest.can['edit'], run: edit },
    ...(scenario?.states ?? []).slice(0, 9).map((state, index) => ({
      keys: String(index + 1),
      does: t`Перейти в «${state.name}»`,
      off: asked !== undefined || !interest.can['move'],
      run: () => void go(state),
    })),
  ])
  // A card that follows another one in the same place takes over its focus.
  useEffect(() => {
    if (document.activeElement === document.body) card.current?.focus({ preventScroll: true })
  }, [])

  /** Closes the panel; the focus goes to the state that was asked for, or to the one that was reached. */
  function close(state: ScenarioState): void {
    setAsked(undefined)
    requestAnimationFrame(() => card.current?.querySelector<HTMLElement>(`[data-state="${stateMark(state)}"]`)?.focus())
  }

  return (
    <article ref={card} className={styles.card} tabIndex={-1} data-prints>
      <div className={styles.top}>
        <CardHead interest={interest} page={page} />
        <StatesBar interest={interest} asked={asked?.id} onMove={state => void go(state)} />
        {interest.open && (
          <div className={styles.nextStep}>
            <NextStep step={interest.nextStep} demanded={isDemanded} about />
            {interest.nextStep?.kind === 'interaction' && !interest.nextStep.dueDay && (
              <LocalTime zone={interest.partyTimeZone} at={interest.nextStep.dueAt} />
            )}
          </div>
        )}
        <StateLine interest={interest} page={page} />
        <QueueNote interest={interest} />
        <Closings interest={interest} />
        {!asked && <LossAwaits interest={interest} onReturn={state => void go(state)} />}
        {asked && (
          <RepairPanel
            key={asked.id}
            id={interest.id}
            target={asked}
            onDone={() => close(asked)}
            onCancel={() => close(asked)}
          />
        )}
        {interest.missing.length > 0 && !asked && (
          <Note look="due">
            <Trans>Состояние стало требовать: {interest.missing.map(each => each.message).join('; ')}</Trans>
          </Note>
        )}
      </div>
      <div className={styles.body} data-page={page || undefined}>
        <section ref={fields} className={styles.fields} aria-label={t`Поля`}>
          {!interest.can['edit'] && <WhyNot kind="interests" owner={interest.responsible} />}
          <AskHere record={{ kind: 'interest', id: interest.id }} />
          <InterestFields interest={interest} />
          <WhoSees endpoint={listInterestViewers} id={interest.id} />
        </section>
        <section className={styles.feed} aria-label={t`Лента`}>
          <h2 className="vh">
            <Trans>Лента</Trans>
          </h2>
          <Checklist interest={interest} />
          <NoteEntry interestId={interest.id} />
          {steps}
          <InterestTimeline
            interest={interest}
            onBlocked={stateId => {
              const state = scenario?.states.find(each => each.id === stateId)
              setAsked(state)
              return state !== undefined
            }}
          />
        </section>
        {page && <InterestAround interest={interest} />}
      </div>
    </article>
  )
}

function CardHead({ interest, page }: { interest: Interest; page: boolean }) {
  const { t } = useLingui()
  const format = useFormats()
  const change = useChangeInterest(interest, interest)
  return (
    <header className={styles.cardHead} data-page={page || undefined}>
      <div className={styles.headLine}>
        {!page && (
          <div className="s12 t3 el">
            {interest.number}
            <span className="not-phone">
              , <Trans>создан {format.date(interest.createdAt)}</Trans>
              {interest.author && `, ${interest.author.name}`}
            </span>
          </div>
        )}
        <span className="grow" />
        <Presence />
        <HistoryButton
          kind="interest"
          id={interest.id}
          version={interest.version}
          title={interest.subject}
          edit={interest.can['edit'] === true}
        />
        <CardTools interest={interest} />
        <WatchButton interest={interest} />
        <StarButton interest={interest} />
      </div>
      {page && interest.expectedRevenue && (
        <div className={styles.sum}>
          <div className="name">{format.money(interest.expectedRevenue)}</div>
          <div className="s12 t2">
            {format.percent(interest.probability)}
            {interest.weightedRevenue && <Trans>, оценка {format.money(interest.weightedRevenue)}</Trans>}
          </div>
        </div>
      )}
      <div>
        <CardField
          field="subject"
          bare
          label={t`Тема`}
          value={interest.typedSubject ?? ''}
          show={<span className="name">{format.typo(interest.subject)}</span>}
          readOnly={!interest.can['edit']}
          onSave={subject => change({ subject: subject.trim() || null }, t`Тема`)}
          edit={({ id, value, onChange }) => (
            <TextInput
              id={id}
              maxLength={300}
              placeholder={interest.subject}
              value={value}
              onChange={event => onChange(event.currentTarget.value)}
            />
          )}
        />
      </div>
      <Who interest={interest} />
    </header>
  )
}

/** Client or prospect with its contact; each datum is an action. */
export function Who({ interest }: { interest: Interest }) {
  const format = useFormats()
  const limits = useLimits()
  const { client, contact, prospect } = interest
  const phones = contact?.phones.length ? contact.phones : (client?.phones ?? [])
  const emails = contact?.emails.length ? contact.emails : (client?.emails ?? [])
  const phone = client ? phones[0] : undefined
  const email = client ? emails[0]?.raw : prospect?.email
  return (
    <div className={styles.who}>
      {client && client.walled && <span className="m">{client.name}</span>}
      {client && !client.walled && (
        <Link to="/clients/$id" params={{ id: client.id }} className="m">
          {client.name}
        </Link>
      )}
      {client && !client.walled && client.kind !== 'person' && !client.inn && !limits('requisites').hidden && (
        <Link to="/clients/$id" params={{ id: client.id }} className="bad">
          <Trans>реквизиты не заполнены</Trans>
        </Link>
      )}
      {contact && client?.walled && <span>{contact.fullName}</span>}
      {contact && !client?.walled && (
        <Link to="/contacts/$id" params={{ id: contact.id }}>
          {contact.fullName}
        </Link>
      )}
      {!client && prospect && (
        <>
          <ProspectTag />
          <Link to="/prospects/$id" params={{ id: prospect.id }} className="m">
            {[prospect.fullName, prospect.company].filter(Boolean).join(', ') || prospect.phone || prospect.email}
          </Link>
        </>
      )}
      {phone && (
        <ReachLink field="phone" href={`tel:${phone.e164 ?? phone.raw}`} text={phone.raw} className={styles.datum}>
          <IconPhone {...icon} />
          {format.phone(phone)}
        </ReachLink>
      )}
      {!client && prospect?.phone && (
        <ReachLink
          field="phone"
          href={`tel:${prospect.phone.replace(/[^\d+]/g, '')}`}
          text={prospect.phone}
          className={styles.datum}
        >
          <IconPhone {...icon} />
          {prospect.phone}
        </ReachLink>
      )}
      {email && (
        <ReachLink field="email" href={`mailto:${email}`} text={email} className={styles.datum}>
          <IconMail {...icon} />
          {email}
        </ReachLink>
      )}
      <LocalTime zone={interest.partyTimeZone} />
    </div>
  )
}

/** «3-й день из 5 рабочих, вероятность 40 %» */
function StateLine({ interest, page }: { interest: Interest; page: boolean }) {
  const format = useFormats()
  const me = useMe()
  const place = placeOf(useScenarios(), interest.stateId, interest.scenarioId)
  const calendar = useWorkingCalendar()
  const { timeZone } = me.company
  const { nextStep, stateEnteredAt } = interest
  const dates = {
    entered: localDateOf(stateEnteredAt, timeZone),
    today: localDateOf(useNow(), timeZone),
    contact: contactDay(nextStep, timeZone),
  }
  const { day, expected, agreed, standing } = readIdleClock(dates, place?.state.expectedDays ?? null, calendar)
  return (
    <div className={styles.stateLine}>
      {interest.open && expected !== null && (
        <span className={standing === 'stuck' ? 'bad' : ''}>
          <Trans>
            {day}-й рабочий день из {expected}
          </Trans>
          {standing === 'stuck' && <Trans>, контакт не назначен</Trans>}
          {standing === 'late' && <Trans>, но контакт назначен: {format.nearDate(agreed)}</Trans>}
        </span>
      )}
      {!(page && interest.expectedRevenue) && (
        <span>
          <Trans>Вероятность {format.percent(interest.probability)}</Trans>
        </span>
      )}
      {!page && interest.weightedRevenue && (
        <span>
          <Trans>Оценка {format.money(interest.weightedRevenue)}</Trans>
        </span>
      )}
      {interest.closedAt && (
        <span>
          <Trans>Завершен {format.dateTime(interest.closedAt)}</Trans>
        </span>
      )}
      {page && (
        <span>
          <Trans context="date">Создан {format.date(interest.createdAt)}</Trans>
          {interest.author && `, ${interest.author.name}`}
        </span>
      )}
    </div>
  )
}
