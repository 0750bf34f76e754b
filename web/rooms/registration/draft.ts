import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { dropDraft, listDrafts, saveDraft } from '../../../server/rooms/registration/contract.ts'
import { address, call } from '../../lib/api.ts'
import { queryOf } from '../../lib/queries.ts'
import { type FormState, formOfDraft, isPristine } from './form-state.ts'

const SAVE_AFTER = 350

export const draftsQuery = { ...queryOf(listDrafts, {}), staleTime: 0 }

export type DraftStatus = 'none' | 'saving' | 'saved' | 'local'

/** Only while the server is away: what was typed waits in this browser, and goes at sign-out. */
const LOCAL = 'interes.draft'

function keepLocally(state: FormState | undefined): void {
  try {
    if (state) sessionStorage.setItem(LOCAL, JSON.stringify(state))
    else sessionStorage.removeItem(LOCAL)
  } catch {
    // A browser without storage keeps the open form only.
  }
}

export function findLocalDraft(): FormState | undefined {
  try {
    const text = sessionStorage.getItem(LOCAL)
    if (!text) return undefined
    const body = JSON.parse(text) as FormState
    return formOfDraft(body.id, body)
  } catch {
    return undefined
  }
}

/** What this browser knows is what it shows at once; the server's answer follows. */
function remember(client: QueryClient, state: FormState): void {
  const now = new Date().toISOString()
  const draft = { id: state.id, body: state as unknown as Record<string, unknown>, createdAt: now, updatedAt: now }
  client.setQueryData(draftsQuery.queryKey, before => ({
    items: [draft, ...(before?.items ?? []).filter(each => each.id !== state.id)],
    nextCursor: null,
  }))
}

/** Keeps the form on the server while it is being typed; a reload, a crash or another browser goes on with it. */
export function useDraft(
  state: FormState,
  options: { paused: boolean },
): { status: DraftStatus; forget(): Promise<void> } {
  const client = useQueryClient()
  const [status, setStatus] = useState<DraftStatus>('none')
  const saved = useRef('')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sending = useRef<Promise<void>>(Promise.resolve())
  const text = JSON.stringify(state)

  const save = useEffectEvent(async () => {
    const sent = JSON.stringify(state)
    if (options.paused || sent === saved.current || isPristine(state)) return
    setStatus('saving')
    try {
      await call(saveDraft, { params: { id: state.id }, body: { body: state as unknown as Record<string, unknown> } })
      saved.current = sent
      keepLocally(undefined)
      setStatus('saved')
    } catch {
      keepLocally(state)
      setStatus('local')
    }
  })

  useEffect(() => {
    if (text === saved.current) return
    // One after the other: an older text must not overtake a newer one.
    timer.current = setTimeout(() => {
      sending.current = sending.current.then(() => save())
    }, SAVE_AFTER)
    return () => clearTimeout(timer.current)
  }, [text])

  // The last letters before a reload: sent without waiting for an answer.
  const flush = useEffectEvent(() => {
    if (options.paused || isPristine(state)) return
    remember(client, state)
    if (JSON.stringify(state) === saved.current) return
    void fetch(address(saveDraft.path, { params: { id: state.id } }), {
      method: 'PUT',
      keepalive: true,
      credentials: 'same-origin',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ body: state }),
    }).catch(() => keepLocally(state))
  })
  useEffect(() => {
    const leave = () => flush()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      leave()
    }
  }, [])

  return {
    status,
    async forget() {
      clearTimeout(timer.current)
      const { id } = state
      saved.current = JSON.stringify(state)
      keepLocally(undefined)
      setStatus('none')
      await client.cancelQueries({ queryKey: draftsQuery.queryKey })
      client.setQueryData(
        draftsQuery.queryKey,
        before => before && { ...before, items: before.items.filter(each => each.id !== id) },
      )
      await sending.current
      await call(dropDraft, { params: { id } }).catch(() => {})
    },
  }
}
