import { Button, Textarea } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { addNote } from '../../../server/rooms/interests/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { Key, useKeys } from '../../ui/keys.tsx'
import { toastError } from '../../ui/toast.tsx'

type Note = { id: string; text: string }

const placeOf = (interestId: string) => `interes.note.${interestId}`

/** What was typed and not saved yet: another card, a closed one or a reload loses no word. */
function findTyped(interestId: string): Note | undefined {
  try {
    const text = sessionStorage.getItem(placeOf(interestId))
    return text ? (JSON.parse(text) as Note) : undefined
  } catch {
    return undefined
  }
}

function keepTyped(interestId: string, note: Note): void {
  try {
    if (note.text) sessionStorage.setItem(placeOf(interestId), JSON.stringify(note))
    else sessionStorage.removeItem(placeOf(interestId))
  } catch {
    // A browser without storage keeps the words as long as the card is open.
  }
}

/** C begins a note, Ctrl Enter saves it; a lost answer cannot make two. */
export function NoteEntry({ interestId }: { interestId: string }) {
  const { t } = useLingui()
  const [{ id, text }, setNote] = useState(() => findTyped(interestId) ?? { id: newId(), text: '' })
  const write = (note: Note) => {
    setNote(note)
    keepTyped(interestId, note)
  }
  const field = useRef<HTMLTextAreaElement>(null)
  const add = useWrite(addNote, {
    refresh: ['clients', 'prospects'],
    onSuccess: () => {
      write({ id: newId(), text: '' })
    },
    onError: error => toastError(error),
  })
  const save = () => {
    if (text.trim() && !add.isPending) add.mutate({ params: { id: interestId }, body: { id, body: text.trim() } })
  }
  useKeys([
    { keys: 'C', does: t`Заметка`, run: () => field.current?.focus() },
    { keys: 'mod+Enter', does: t`Сохранить заметку`, off: !text.trim(), run: save },
  ])
  return (
    <div className="col">
      <Textarea
        ref={field}
        aria-label={t`Заметка`}
        placeholder={t`Заметка. Ctrl Enter сохранит`}
        minRows={1}
        maxRows={10}
        value={text}
        onChange={event => write({ id, text: event.currentTarget.value })}
        onKeyDown={event => {
          if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault()
            event.stopPropagation()
            save()
          }
        }}
      />
      {text.trim() !== '' && (
        <div className="row">
          <Button onClick={save} loading={add.isPending} rightSection={<Key keys="mod+Enter" />}>
            <Trans>Сохранить заметку</Trans>
          </Button>
        </div>
      )}
    </div>
  )
}
