import { ActionIcon, Button, Menu } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconDots, IconPlus } from '@tabler/icons-react'
import { useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { getInterest, type Interest } from '../../../server/rooms/interests/contract.ts'
import { addMember, memberWithoutClient, removeMember } from '../../../server/rooms/interests/members/contract.ts'
import { isProblem } from '../../lib/problem-error.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { EntitySelect } from '../../ui/entity-select.tsx'
import fieldStyles from '../../ui/field.module.css'
import { toast, toastError } from '../../ui/toast.tsx'
import { useLimits } from '../access/limits.tsx'
import { usePeople } from '../access/people.ts'
import styles from './members.module.css'
import { SHOWS_INTERESTS } from './move-interest.tsx'

type Person = { id: string; name: string }
type Question = { user: Person; client: Person; mayGrant: boolean }

type MembersProps = { interest: Interest; onMakeResponsible: (userId: string) => Promise<unknown> }

/** «Соисполнители»: who works with the Interest beside its responsible; one of them may take it over. */
export function Members({ interest, onMakeResponsible }: MembersProps) {
  const { t } = useLingui()
  const [adding, setAdding] = useState(false)
  const [question, setQuestion] = useState<Question>()
  const people = usePeople()
  const label = useId()
  const { add, remove } = useChangeMembers(interest.id, setQuestion)
  const { members, responsible } = interest
  const may = interest.can['edit'] === true
  const known = new Set([...members.map(each => each.user.id), responsible?.id])
  return (
    <div className={fieldStyles.field} role="group" aria-labelledby={label}>
      <div className={fieldStyles.label} id={label}>
        <Trans>Соисполнители</Trans>
      </div>
      <div className={styles.members}>
        {members.length > 0 && (
          <ul className={styles.list}>
            {members.map(({ user }) => (
              <li key={user.id} className={styles.member}>
                <span className="el">{user.name}</span>
                {may && (
                  <MemberMenu
                    user={user}
                    onMakeResponsible={() => void onMakeResponsible(user.id).catch(toastError)}
                    onRemove={() => void remove(user)}
                  />
                )}
              </li>
            ))}
          </ul>
        )}
        {!may && members.length === 0 && (
          <span className={`t3 ${styles.member}`}>
            <Trans>нет</Trans>
          </span>
        )}
        {may &&
          (adding ? (
            <EntitySelect
              aria-label={t`Кого добавить соисполнителем`}
              placeholder={t`Кого добавить`}
              entities={people.filter(each => !known.has(each.id))}
              autoFocus
              defaultDropdownOpened
              onBlur={() => setAdding(false)}
              onChange={id => {
                const person = people.find(each => each.id === id)
                setAdding(false)
                if (person) void add(person)
              }}
            />
          ) : (
            <Button
              variant="subtle"
              size="compact-sm"
              leftSection={<IconPlus size={14} stroke={1.7} aria-hidden />}
              aria-label={t`Добавить соисполнителя`}
              onClick={() => setAdding(true)}
            >
              <Trans>Добавить</Trans>
            </Button>
          ))}
      </div>
      {question && (
        <AccessQuestion
          question={question}
          onClose={() => setQuestion(undefined)}
          onGrant={() => {
            setQuestion(undefined)
            void add(question.user, true)
          }}
        />
      )}
    </div>
  )
}

type MenuProps = { user: Person; onMakeResponsible: () => void; onRemove: () => void }

function MemberMenu({ user, onMakeResponsible, onRemove }: MenuProps) {
  const { t } = useLingui()
  const { fixed, reason } = useLimits()('responsible')
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon size={24} aria-label={t`Действия: ${user.name}`}>
          <IconDots size={16} stroke={1.7} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={onMakeResponsible} disabled={fixed} title={reason}>
          <Trans>Сделать основным</Trans>
        </Menu.Item>
        <Menu.Item onClick={onRemove}>
          <Trans>Убрать из соисполнителей</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}

/** Adds and takes off, with the way back; whoever does not see the client becomes a question. */
function useChangeMembers(id: string, ask: (question: Question) => void) {
  const cache = useQueryClient()
  const options = {
    refresh: SHOWS_INTERESTS,
    onSuccess: (answer: Interest) => cache.setQueryData(queryOf(getInterest, { params: { id } }).queryKey, answer),
  }
  const put = useWrite(addMember, options)
  const take = useWrite(removeMember, options)
  const paramsOf = (user: Person) => ({ id, userId: user.id })

  async function add(user: Person, grantClient = false): Promise<void> {
    try {
      await put.mutateAsync({ params: paramsOf(user), body: { grantClient } })
    } catch (error) {
      if (isProblem(error, memberWithoutClient)) ask(error.data)
      else toastError(error)
      return
    }
    const { name } = user
    toast({
      message: <Trans>Соисполнитель добавлен: {name}</Trans>,
      undo: () => take.mutateAsync({ params: paramsOf(user) }),
    })
  }

  async function remove(user: Person): Promise<void> {
    try {
      await take.mutateAsync({ params: paramsOf(user) })
    } catch (error) {
      toastError(error)
      return
    }
    const { name } = user
    toast({ message: <Trans>Больше не соисполнитель: {name}</Trans>, undo: () => add(user) })
  }

  return { add, remove }
}

type QuestionProps = { question: Question; onGrant: () => void; onClose: () => void }

/** Yes opens the client and adds the person, no does neither. */
function AccessQuestion({ question, onGrant, onClose }: QuestionProps) {
  const { t } = useLingui()
  const { user, client, mayGrant } = question
  return (
    <Dialog opened onClose={onClose} title={t`Открыть доступ к клиенту?`}>
      <div className="col" style={{ gap: 12 }}>
        <p>
          {mayGrant ? (
            <Trans>
              {user.name} не видит клиента «{client.name}». Соисполнителю нужен доступ: карточка, контакты и Интересы
              клиента. Без доступа соисполнитель не добавляется.
            </Trans>
          ) : (
            <Trans>
              {user.name} не видит клиента «{client.name}». Доступ открывает ответственный клиента или его руководитель,
              после этого соисполнителя можно добавить.
            </Trans>
          )}
        </p>
        <div className="row wrap">
          {mayGrant && (
            <Button variant="filled" data-autofocus onClick={onGrant}>
              <Trans>Открыть доступ и добавить</Trans>
            </Button>
          )}
          <Button variant={mayGrant ? 'subtle' : 'default'} onClick={onClose}>
            {mayGrant ? <Trans>Не добавлять</Trans> : <Trans>Понятно</Trans>}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
