import { useLingui } from '@lingui/react/macro'
import { Select } from '@mantine/core'
import type { TriggerAction, TriggerEvent } from '../../../server/rooms/scenarios/triggers/contract.ts'
import { eventOf, eventsFor, type PartProps } from './trigger-editing.ts'
import { WholeNumber } from './whole-number.tsx'

type EventFieldsProps = PartProps<TriggerEvent> & { does: TriggerAction['does'] }

/** What sets it off. */
export function EventFields({ value, does, fault, onChange }: EventFieldsProps) {
  const { t } = useLingui()
  const names: Record<TriggerEvent['on'], string> = {
    entered: t`При входе в состояние`,
    leaving: t`При выходе из состояния`,
    changed: t`Когда условия начали выполняться`,
    stayed: t`Через время в состоянии`,
    date: t`По дате поля`,
    posted: t`Проведен документ`,
    paid: t`Оплачено`,
    shipped: t`Отгружено`,
  }
  const optionOf = (on: TriggerEvent['on']) => ({ value: on, label: names[on] })
  const offered = eventsFor(does)
  const isLater = (on: TriggerEvent['on']) => on === 'posted' || on === 'paid' || on === 'shipped'
  return (
    <div className="col" style={{ gap: 12 }}>
      <Select
        label={t`Событие`}
        data-autofocus
        data={[
          ...offered.filter(on => !isLater(on)).map(optionOf),
          ...(offered.some(isLater)
            ? [{ group: t`Ждут документов`, items: offered.filter(isLater).map(optionOf) }]
            : []),
        ]}
        value={value.on}
        allowDeselect={false}
        error={fault('event')}
        onChange={on => {
          const chosen = offered.find(each => each === on)
          if (chosen && chosen !== value.on) onChange(eventOf(chosen))
        }}
      />
      <EventMore value={value} onChange={onChange} />
    </div>
  )
}

function EventMore({ value, onChange }: Omit<PartProps<TriggerEvent>, 'fault'>) {
  const { t } = useLingui()
  switch (value.on) {
    case 'stayed':
      return (
        <div className="row" style={{ alignItems: 'end' }}>
          <WholeNumber
            label={t`Сколько`}
            min={1}
            max={999}
            value={value.amount}
            onChange={amount => onChange({ ...value, amount }, 'amount')}
          />
          <Select
            aria-label={t`Единица времени`}
            className="grow"
            data={[
              { value: 'hour', label: t`часов` },
              { value: 'working_day', label: t`рабочих дней` },
            ]}
            value={value.unit}
            allowDeselect={false}
            onChange={unit => onChange({ ...value, unit: unit === 'hour' ? 'hour' : 'working_day' })}
          />
        </div>
      )
    case 'date':
      return <DateFields value={value} onChange={onChange} />
    case 'posted':
      return (
        <Select
          label={t`Документ`}
          data={[
            { value: 'offer', label: t`Коммерческое предложение` },
            { value: 'order', label: t`Заказ клиента` },
          ]}
          value={value.document}
          allowDeselect={false}
          onChange={of => onChange({ ...value, document: of === 'offer' ? 'offer' : 'order' })}
        />
      )
    case 'paid':
    case 'shipped':
      return (
        <WholeNumber
          label={t`Не меньше, %`}
          min={1}
          max={100}
          value={value.percent}
          onChange={percent => onChange({ ...value, percent }, 'percent')}
        />
      )
    default:
      return null
  }
}

type OfDate = Extract<TriggerEvent, { on: 'date' }>

/** On the day itself, or so many days before or after it. */
function DateFields({ value, onChange }: { value: OfDate; onChange: (value: OfDate, key?: string) => void }) {
  const { t } = useLingui()
  const side = value.days === 0 ? 'on' : value.days < 0 ? 'before' : 'after'
  const far = Math.abs(value.days)
  const setDays = (to: string | null, days: number, key?: string) =>
    onChange({ ...value, days: to === 'before' ? -days : to === 'after' ? days : 0 }, key)
  return (
    <>
      <Select
        label={t`Дата`}
        data={[
          { value: 'expectedCloseDate', label: t`Ожидаемая дата продажи` },
          { value: 'nextStep', label: t`Следующий шаг` },
        ]}
        value={value.field}
        allowDeselect={false}
        onChange={field => onChange({ ...value, field: field === 'nextStep' ? 'nextStep' : 'expectedCloseDate' })}
      />
      <div className="row" style={{ alignItems: 'end' }}>
        <Select
          label={t`В какой день, в 9:00`}
          className="grow"
          data={[
            { value: 'on', label: t`в этот день` },
            { value: 'before', label: t`раньше, дней` },
            { value: 'after', label: t`позже, дней` },
          ]}
          value={side}
          allowDeselect={false}
          onChange={to => setDays(to, far || 1)}
        />
        {side !== 'on' && (
          <WholeNumber
            aria-label={t`На сколько дней`}
            min={1}
            max={365}
            value={far}
            onChange={days => setDays(side, days, 'days')}
          />
        )}
      </div>
    </>
  )
}
