import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { getInterest, type Interest, tickItem } from '../../../server/rooms/interests/contract.ts'
import { useFormats } from '../../lib/formats.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Section } from '../../ui/atoms.tsx'
import { toastError } from '../../ui/toast.tsx'
import { usePeople } from '../access/people.ts'

/** What there is to do in the present state; unfolded while it keeps the Interest there. */
export function Checklist({ interest }: { interest: Interest }) {
  const { checklist, checklistBlocks } = interest
  const done = checklist.filter(item => item.doneAt !== null).length
  if (checklist.length === 0) return null
  const blocks = checklistBlocks && done < checklist.length
  return (
    <Section
      // Another state has another list, which stands open or folded by itself.
      key={interest.stateId}
      title={<Trans>Чек-лист</Trans>}
      count={`${done}/${checklist.length}`}
      folds={blocks ? 'open' : 'closed'}
      actions={
        blocks && (
          <span className="s12 t2">
            <Trans>Без него дальше не перейти</Trans>
          </span>
        )
      }
    >
      <ChecklistItems interest={interest} />
    </Section>
  )
}

/** The items with their ticks; a tick is saved at once. */
export function ChecklistItems({ interest, focus = false }: { interest: Interest; focus?: boolean }) {
  const { t } = useLingui()
  const client = useQueryClient()
  const format = useFormats()
  const people = usePeople()
  const { queryKey } = queryOf(getInterest, { params: { id: interest.id } })
  const tick = useWrite(tickItem, {
    refresh: ['board'],
    onMutate: ({ params, body }) => {
      // Seen at once: the list is gone through item by item.
      client.setQueryData(queryKey, seen => seen && ticked(seen, params.itemId, body.done))
    },
    onSuccess: answer => client.setQueryData(queryKey, answer),
    onError: error => toastError(error),
  })
  const first = interest.checklist.find(item => item.doneAt === null)?.id
  return (
    <ul className="col" style={{ gap: 2 }} aria-label={t`Чек-лист`}>
      {interest.checklist.map(({ id, text, doneAt, doneBy }) => {
        const who = people.find(each => each.id === doneBy)?.name
        return (
          <li key={id}>
            <Checkbox
              label={text}
              description={doneAt && [who, format.dateTime(doneAt)].filter(Boolean).join(', ')}
              checked={doneAt !== null}
              disabled={!interest.can['move']}
              autoFocus={focus && id === first}
              onChange={event =>
                tick.mutate({ params: { id: interest.id, itemId: id }, body: { done: event.currentTarget.checked } })
              }
            />
          </li>
        )
      })}
    </ul>
  )
}

function ticked(interest: Interest, itemId: string, done: boolean): Interest {
  const doneAt = done ? new Date().toISOString() : null
  const checklist = interest.checklist.map(item => (item.id === itemId ? { ...item, doneAt, doneBy: null } : item))
  return { ...interest, checklist }
}
