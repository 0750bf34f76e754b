import type { companySettings, mySettings } from './contract.ts'

type Settings = typeof mySettings | typeof companySettings

/**
 * Settings in force: what was chosen where it still fits, otherwise the default. A value of an earlier release that
 * means nothing today must not break the screen.
 */
export function settle<S extends Settings>(settings: S, chosen: Record<string, unknown>): ReturnType<S['parse']> {
  const fitting = Object.entries(settings.shape).flatMap(([key, schema]) => {
    const parsed = schema.safeParse(chosen[key])
    return parsed.success ? [[key, parsed.data] as const] : []
  })
  return settings.parse(Object.fromEntries(fitting)) as ReturnType<S['parse']>
}

/** Only what was named and differs from what is in force. */
export function changedOf<T extends object>(present: T, wanted: Partial<T>): Partial<T> {
  const entries = Object.entries(wanted).filter(
    ([key, value]) => value !== undefined && JSON.stringify(value) !== JSON.stringify(present[key as keyof T]),
  )
  return Object.fromEntries(entries) as Partial<T>
}
