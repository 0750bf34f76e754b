import { Button, Textarea } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useRef, useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { addNote } from '../../../server/rooms/interests/contract.ts'
import { useWrite } from '../../lib/queries.ts'
import { Key, useKeys } from '../../ui/keys.tsx'
import { toastError } from '../../ui/toast.tsx'

/** C begins a note, Ctrl Enter saves it; a lost answer cannot make two. */
export function NoteEntry({ interestId }: { interestId: string }) {
  const { t } = useLingui()
  const [text, setText] = useState('')
  const [id, setId] = useState(newId)
  const field = useRef<HTMLTextAreaElement>(null)
  const add = useWrite(addNote, {
    refresh: ['clients', 'prospects'],
    onSuccess: () => {
      setText('')
      setId(newId())
    },
    onError: error => toastError(error),
  })
  const save = () => {
    if (text.trim() && !add.isPending) add.mutate({ params: { id: interestId }, body: { id, body: text.trim() } })
  }
  useKeys([{ keys: 'C', does: t`Заметка`, run: () => field.current?.focus() }])
  return (
    <div className="col">
      <Textarea
        ref={field}
        aria-label={t`Заметка`}
        placeholder={t`Заметка. Ctrl Enter сохранит`}
        minRows={1}
        maxRows={10}
        value={text}
        onChange={event => setText(event.currentTarget.value)}
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
