import { Button, Radio } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { type ReactNode, useId, useState, useSyncExternalStore } from 'react'
import { Undecided } from '../lib/problem-error.ts'
import { useFormats } from '../lib/formats.ts'
import styles from './conflict.module.css'
import { Dialog } from './dialog.tsx'
import { Key, useKeys } from './keys.tsx'

/** One field that both changed: the value typed here, the one saved meanwhile, and what it was before both. */
export type Dispute = { name: string; mine: ReactNode; theirs: ReactNode; base: ReactNode }

type Question = {
  disputes: readonly Dispute[]
  /** Who saved last, and when. */
  by: string | undefined
  at: string | null
  /** There are other fields in the same edit, on which nobody disagrees. */
  others: boolean
}
type Asked = Question & { id: number; answer: (mine: ReadonlySet<string>) => void; leave: () => void }

let waiting: readonly Asked[] = []
let count = 0
const watchers = new Set<() => void>()

function change(next: readonly Asked[]): void {
  waiting = next
  for (const tell of watchers) tell()
}

/**
 * Asks whose value stays, field by field.
 * @returns names of the fields that stay as they were typed here
 * @throws Undecided when it is closed without an answer
 */
export function askWhose(question: Question): Promise<ReadonlySet<string>> {
  return new Promise((resolve, reject) => {
    count += 1
    const id = count
    const done = () => change(waiting.filter(each => each.id !== id))
    const answer = (mine: ReadonlySet<string>) => {
      done()
      resolve(mine)
    }
    const leave = () => {
      done()
      reject(new Undecided())
    }
    change([...waiting, { ...question, id, answer, leave }])
  })
}

function watch(tell: () => void): () => void {
  watchers.add(tell)
  return () => watchers.delete(tell)
}

/** Where the questions stand, over everything; drawn once. */
export function Conflicts() {
  const { t } = useLingui()
  const asked = useSyncExternalStore(watch, () => waiting)[0]
  if (!asked) return null
  return (
    <Dialog key={asked.id} opened onClose={asked.leave} title={t`Это поле тем временем изменили`} size={640}>
      <Table asked={asked} />
    </Dialog>
  )
}

function Table({ asked }: { asked: Asked }) {
  const { t } = useLingui()
  const format = useFormats()
  const id = useId()
  const [mine, setMine] = useState<ReadonlySet<string>>(() => new Set(asked.disputes.map(each => each.name)))
  const save = () => asked.answer(mine)
  const choose = (name: string, own: boolean) => {
    const next = new Set(mine)
    if (own) next.add(name)
    else next.delete(name)
    setMine(next)
  }
  useKeys([{ keys: 'mod+Enter', does: t`Сохранить`, run: save }])
  return (
    <div className="col">
      <table className={styles.table}>
        <thead>
          <tr>
            <th scope="col">
              <Trans>Поле</Trans>
            </th>
            <th scope="col" id={`${id}-mine`}>
              <Trans>Ваше</Trans>
            </th>
            <th scope="col" id={`${id}-theirs`}>
              {[asked.by ?? t`Чужое`, asked.at && format.dateTime(asked.at)].filter(Boolean).join(', ')}
            </th>
          </tr>
        </thead>
        <tbody>
          {asked.disputes.map(({ name, base, ...sides }, index) => (
            <tr key={name}>
              <th scope="row">
                <span id={`${id}-${index}`}>{name}</span>
                <div className="s12 t3">
                  <Trans>было: {base}</Trans>
                </div>
              </th>
              {(['mine', 'theirs'] as const).map(side => {
                const chosen = mine.has(name) === (side === 'mine')
                return (
                  <td key={side} data-chosen={chosen || undefined}>
                    <Radio
                      name={`${id}-${index}`}
                      data-autofocus={(index === 0 && chosen) || undefined}
                      checked={chosen}
                      onChange={() => choose(name, side === 'mine')}
                      label={<span id={`${id}-${index}-${side}`}>{sides[side]}</span>}
                      aria-labelledby={`${id}-${index} ${id}-${side} ${id}-${index}-${side}`}
                      classNames={{ root: styles.radio, body: styles.choice, labelWrapper: styles.value }}
                    />
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="row wrap">
        <span className="s12 t2 grow">{asked.others && <Trans>Остальные поля сошлись</Trans>}</span>
        <Button variant="subtle" onClick={() => asked.answer(new Set())}>
          <Trans>Все чужое</Trans>
        </Button>
        <Button
          variant="filled"
          onClick={save}
          rightSection={<Key keys="mod+Enter" />}
          aria-keyshortcuts="Control+Enter"
        >
          <Trans>Сохранить</Trans>
        </Button>
      </div>
    </div>
  )
}
