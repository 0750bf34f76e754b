import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useMe } from '../rooms/access/me.ts'

/** A rule came into force while somebody works: nothing else is answered any more, so they are led to the set-up. */
export function useLeaveForFactor(): void {
  const { due } = useMe().secondFactor
  const navigate = useNavigate()
  useEffect(() => {
    if (!due) return
    const { pathname, search } = location
    void navigate({ to: '/second-factor', search: { to: pathname + search } })
  }, [due, navigate])
}
