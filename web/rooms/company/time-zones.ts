import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'

/** Zones that people here really choose, by the city they say; every other zone keeps its own name. */
const cities: Record<string, MessageDescriptor> = {
  'Europe/Kaliningrad': msg`Калининград`,
  'Europe/Moscow': msg`Москва`,
  'Europe/Samara': msg`Самара`,
  'Asia/Yekaterinburg': msg`Екатеринбург`,
  'Asia/Omsk': msg`Омск`,
  'Asia/Novosibirsk': msg`Новосибирск`,
  'Asia/Krasnoyarsk': msg`Красноярск`,
  'Asia/Irkutsk': msg`Иркутск`,
  'Asia/Yakutsk': msg`Якутск`,
  'Asia/Vladivostok': msg`Владивосток`,
  'Asia/Magadan': msg`Магадан`,
  'Asia/Kamchatka': msg`Камчатка`,
  'Europe/Minsk': msg`Минск`,
  'Asia/Almaty': msg`Алматы`,
  'Asia/Tashkent': msg`Ташкент`,
  'Asia/Bishkek': msg`Бишкек`,
  'Asia/Yerevan': msg`Ереван`,
  'Asia/Tbilisi': msg`Тбилиси`,
  'Asia/Baku': msg`Баку`,
}

export const browserZone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone

/** `Екатеринбург, UTC+5`, west to east, the well-known ones first. */
export function useTimeZones(): { value: string; label: string }[] {
  const { i18n } = useLingui()
  const known = Object.keys(cities)
  // A browser may name a zone that it does not list («UTC»).
  const rest = [...new Set([...Intl.supportedValuesOf('timeZone'), browserZone()])].filter(
    zone => !known.includes(zone),
  )
  return [...known, ...rest].map(zone => {
    const city = cities[zone]
    return { value: zone, label: `${city ? i18n._(city) : zone.replaceAll('_', ' ')}, ${offsetOf(zone)}` }
  })
}

export function useCurrencies(): { value: string; label: string }[] {
  const { i18n } = useLingui()
  const names = new Intl.DisplayNames([i18n.locale], { type: 'currency' })
  return ['RUB', 'BYN', 'KZT', 'UZS', 'KGS', 'AMD', 'GEL', 'AZN', 'CNY', 'USD', 'EUR'].map(code => {
    const name = names.of(code) ?? code
    return { value: code, label: `${code}, ${name}` }
  })
}

function offsetOf(zone: string): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'shortOffset' }).formatToParts()
  const name = parts.find(part => part.type === 'timeZoneName')?.value ?? 'GMT'
  return name.replace('GMT', 'UTC').replace('-', '−')
}
