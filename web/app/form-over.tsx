import { useQueryClient } from '@tanstack/react-query'
import { Activity, useEffect, useLayoutEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { whenIdle } from '../lib/idle.ts'
import { useLoaded } from '../lib/loaded.ts'

const load = () => import('../pages/registration-form.tsx')

type FormOverProps = {
  shown: boolean
  clientId: string | undefined
  prospectId: string | undefined
  basisId: string | undefined
  draftId: string | undefined
  onClose: () => void
}

/**
 * The registration form over any page. It is drawn in idle time, before anybody asks for it and outside of the page, so
 * that its key only has to show it; its effects run while it is shown. Every opening is a form of its own.
 */
export function FormOver({ shown, onClose, ...from }: FormOverProps) {
  const client = useQueryClient()
  const form = useLoaded(load, true)
  const [ready, setReady] = useState(false)
  const [opening, setOpening] = useState(0)
  const [before, setBefore] = useState(shown)
  const [place] = useState(makePlace)
  if (before !== shown) {
    setBefore(shown)
    if (!shown) setOpening(opening + 1)
  }
  useEffect(
    () =>
      form &&
      whenIdle(async () => {
        // What could not be read now is read when the form is shown.
        await form.prepareForm(client).catch(() => undefined)
        setReady(true)
      }),
    [form, client],
  )
  if (!form || !(ready || shown)) return null
  const Form = form.default
  return (
    <Activity key={opening} mode={shown ? 'visible' : 'hidden'}>
      <Placed place={place} />
      {createPortal(<Form {...from} onClose={onClose} />, place)}
    </Activity>
  )
}

function makePlace(): HTMLElement {
  const place = document.createElement('div')
  place.setAttribute('data-portal', 'true')
  return place
}

/** While the form is shown it stands in the page, over what is open already; the focus goes back when it leaves. */
function Placed({ place }: { place: HTMLElement }) {
  useLayoutEffect(() => {
    const focused = document.activeElement
    const floating = document.querySelector('[data-mantine-shared-portal-node]') ?? document.body
    floating.append(place)
    return () => {
      place.remove()
      if (focused instanceof HTMLElement && focused.isConnected) focused.focus({ preventScroll: true })
    }
  }, [place])
  return null
}
