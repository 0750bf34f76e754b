import { Button, Textarea } from '@mantine/core'
import { Trans, useLingui } from '@lingui/react/macro'
import { useState } from 'react'
import { newId } from '../../../server/platform/pure/ids.ts'
import { handOverRequest } from '../../../server/rooms/registration/contract.ts'
import { call } from '../../lib/api.ts'
import { Key, useKeys } from '../../ui/keys.tsx'
import { toastError } from '../../ui/toast.tsx'
import { type HandOverProps, takeFocus } from '../clients/access.tsx'

/** «Передать обращение» outside the registration form: what the client wants is written on the spot. */
export function HandOverHere({ wall, request, keys }: HandOverProps) {
  const { t } = useLingui()
  const [id] = useState(newId)
  const [content, setContent] = useState<string>()
  const [pending, setPending] = useState(false)
  const [to, setTo] = useState<string>()
  // Whoever thought better of it goes on from the same button.
  const [isBack, setBack] = useState(false)
  const goBack = () => {
    setContent(undefined)
    setBack(true)
  }
  const begin = () => setContent(request.content ?? request.subject ?? '')
  const off = content !== undefined
  useKeys(keys ? [{ keys, does: t`Передать обращение`, off, inFields: true, run: begin }] : [])
  if (to !== undefined) {
    return (
      <span className="s12 good" role="status" tabIndex={-1} ref={takeFocus}>
        <Trans>Обращение передано: {to}</Trans>
      </span>
    )
  }
  if (content === undefined) {
    return (
      <Button
        size="compact-xs"
        autoFocus={isBack}
        onClick={begin}
        {...(keys && { rightSection: <Key keys={keys} />, 'aria-keyshortcuts': 'Alt+B' })}
      >
        <Trans>Передать обращение</Trans>
      </Button>
    )
  }
  const give = () => {
    if (pending || !content.trim()) return
    setPending(true)
    const met = { typed: wall.typed, responsibleId: wall.responsible?.id ?? null }
    call(handOverRequest, { body: { ...request, id, ...met, content: content.trim() } })
      .then(given => setTo(given.to.map(each => each.name).join(', ')), toastError)
      .finally(() => setPending(false))
  }
  return (
    <div
      className="col"
      style={{ flexBasis: '100%' }}
      data-own-escape
      onKeyDown={event => {
        if (event.code === 'Escape') goBack()
        else if (event.code === 'Enter' && (event.ctrlKey || event.metaKey)) give()
        else return
        event.preventDefault()
        event.stopPropagation()
      }}
    >
      <Textarea
        label={t`Что передать`}
        value={content}
        onChange={event => setContent(event.currentTarget.value)}
        autosize
        minRows={2}
        maxRows={8}
        autoFocus
      />
      <div className="row wrap">
        <Button
          variant="filled"
          size="compact-xs"
          loading={pending}
          disabled={!content.trim()}
          onClick={give}
          rightSection={<Key keys="mod+Enter" />}
        >
          <Trans>Передать</Trans>
        </Button>
        <Button variant="subtle" size="compact-xs" onClick={goBack}>
          <Trans>Отмена</Trans>
        </Button>
      </div>
    </div>
  )
}
