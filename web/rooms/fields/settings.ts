import { useMantineColorScheme } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { changeMySettings, type MySettings, mySettings, readMySettings } from '../../../server/rooms/fields/contract.ts'
import { writeLocal } from '../../lib/local.ts'
import { queryOf, useWrite } from '../../lib/queries.ts'

export const mySettingsQuery = { ...queryOf(readMySettings, {}), staleTime: 5 * 60_000 }

const defaults: MySettings = mySettings.parse({})

/** My settings; the defaults until the answer is there, so that nothing waits for it. */
export function useMySettings(): MySettings {
  return useQuery(mySettingsQuery).data ?? defaults
}

/** Saves at once: seen immediately, taken back when the server refuses. */
export function useChangeMySettings() {
  const client = useQueryClient()
  const write = useWrite(changeMySettings, {
    onMutate: input => {
      const before = client.getQueryData(mySettingsQuery.queryKey)
      const changed = input.body as Partial<MySettings>
      client.setQueryData(mySettingsQuery.queryKey, { ...defaults, ...before, ...changed })
      return before
    },
    onError: (_error, _input, before) =>
      client.setQueryData(mySettingsQuery.queryKey, before as MySettings | undefined),
  })
  return (body: Partial<MySettings>) => write.mutateAsync({ body })
}

/** Brings theme and density of the person to this browser. */
export function useApplyLooks(): void {
  const { data } = useQuery(mySettingsQuery)
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  const theme = data?.theme
  const density = data?.density
  // Setting the scheme restyles every element twice, also when it stays what it was.
  useEffect(() => {
    if (theme && theme !== colorScheme) setColorScheme(theme)
  }, [theme, colorScheme, setColorScheme])
  useEffect(() => {
    if (!density) return
    document.documentElement.dataset.density = density
    writeLocal('density', density)
  }, [density])
}
