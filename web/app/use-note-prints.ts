import { useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { notePrint } from '../../server/rooms/access/audit/contract.ts'
import { call } from '../lib/api.ts'
import { printedAt } from './prints.ts'

/** Tells the server what is printed before the paper leaves, however the printing was begun. */
export function useNotePrints(): void {
  const router = useRouter()
  useEffect(() => {
    const note = () => {
      const { pathname, search } = router.state.location
      // A print that could not be told of is not held up: the browser does not wait.
      call(notePrint, { body: printedAt(pathname, search) }).catch(() => {})
    }
    addEventListener('beforeprint', note)
    return () => removeEventListener('beforeprint', note)
  }, [router])
}
