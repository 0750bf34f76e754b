import { useQueryClient } from '@tanstack/react-query'
import { useLocation, useSearch } from '@tanstack/react-router'
import { useEffect } from 'react'
import { meQuery } from '../rooms/access/me.ts'

/** A record that was opened: its kind and id only. What it is called is asked anew, through the scope of today. */
export type Recent = { type: 'client' | 'contact' | 'prospect' | 'interest'; id: string }

type Kept = { userId: string; records: Recent[]; commands: Record<string, number> }

const KEY = 'interes.recent'
const KEPT = 8

/** What this person opened and did last in this browser: never a word about anybody, and gone after the sign-out. */
export function readRecent(userId: string): Kept {
  const none = { userId, records: [], commands: {} }
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? 'null') as Kept | null
    return kept?.userId === userId ? kept : none
  } catch {
    return none
  }
}

function keep(kept: Kept): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(kept))
  } catch {
    // A browser without storage forgets.
  }
}

export function countCommand(userId: string, command: string): void {
  const kept = readRecent(userId)
  keep({ ...kept, commands: { ...kept.commands, [command]: (kept.commands[command] ?? 0) + 1 } })
}

export function forgetRecent(): void {
  try {
    localStorage.removeItem(KEY)
  } catch {
    // There is nothing to forget.
  }
}

const pages: Record<string, Recent['type']> = {
  clients: 'client',
  contacts: 'contact',
  prospects: 'prospect',
  interests: 'interest',
}

/** The record on the screen: the Interest in the sheet, else that of the page. */
export function useRecordHere(): Recent | undefined {
  const { pathname } = useLocation()
  const { interest } = useSearch({ from: '/signed-in' })
  if (interest) return { type: 'interest', id: interest }
  const [, page = '', id] = pathname.split('/')
  const type = pages[page]
  return type && id ? { type, id } : undefined
}

/** Notes every record that is opened. Around every page, so also while somebody is signing out. */
export function useRememberRecent(): void {
  const client = useQueryClient()
  const { type, id } = useRecordHere() ?? {}
  useEffect(() => {
    const userId = client.getQueryData(meQuery.queryKey)?.user.id
    if (!userId || !type || !id) return
    const kept = readRecent(userId)
    const others = kept.records.filter(each => each.id !== id)
    keep({ ...kept, records: [{ type, id }, ...others].slice(0, KEPT) })
  }, [client, type, id])
}
