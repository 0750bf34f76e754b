import { useEffect, useState } from 'react'
import { whenIdle } from './idle.ts'

/**
 * A part whose code is fetched in idle time, or at once when it is wanted. It never suspends as `lazy` does: React holds
 * back for 300 ms whatever suspended.
 */
export function useLoaded<T>(load: () => Promise<T>, wanted: boolean): T | undefined {
  const [loaded, setLoaded] = useState<T>()
  useEffect(() => {
    if (loaded) return
    const get = () => void load().then(setLoaded)
    if (!wanted) return whenIdle(get)
    get()
  }, [load, loaded, wanted])
  return loaded
}
