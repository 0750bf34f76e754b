import { plural } from '@lingui/core/macro'
import { useLingui } from '@lingui/react'
import type { Language } from '../../server/platform/contract.ts'
import * as formats from '../../server/platform/pure/formats.ts'
import { formatMoney, type Money, shortMoney } from '../../server/platform/pure/money.ts'
import { formatPhone, type ShownPhone } from '../../server/platform/pure/phone-format.ts'
import { localDateOf } from '../../server/platform/pure/working-time.ts'

export type { Money, ShownPhone }

type Maybe<T> = T | null | undefined

const NONE = '—'
let zone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** The zone in which this person reads times: of the profile, else of the browser. */
export function setViewerZone(timeZone: string | null): void {
  zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
}

/** In which all of this person's times are shown and typed. */
export function viewerZone(): string {
  return zone
}

/** Today for the viewer, `YYYY-MM-DD`. */
export function today(): string {
  return localDateOf(new Date(), zone)
}

/** A time is shown as the day on which it falls for the viewer. */
const dayOf = (value: string) => (value.length > 10 ? localDateOf(value, zone) : value)

/** Every format in the language of the screen and the zone of the viewer; absent values give «—». */
export function useFormats() {
  const { i18n } = useLingui()
  const language: Language = i18n.locale === 'en' ? 'en' : 'ru'
  return {
    language,
    /** `1 980 000 ₽` */
    money: (value: Maybe<Money>) => (value ? formatMoney(value, language) : NONE),
    /** `8,5 млн ₽`, for heads and chips; the exact sum belongs into a tooltip. */
    shortMoney: (value: Maybe<Money>) => (value ? shortMoney(value, language) : NONE),
    number: (value: Maybe<number>) => (value == null ? NONE : formats.formatNumber(value, language)),
    percent: (value: Maybe<number>) => (value == null ? NONE : formats.formatPercent(value, language)),
    /** `25.11` this year, `15.01.2027` otherwise. */
    date: (value: Maybe<string>) => (value ? formats.formatDate(dayOf(value), today(), language) : NONE),
    /** «вчера», «сегодня», «завтра», else the date. */
    nearDate: (value: Maybe<string>) => (value ? formats.formatNearDate(dayOf(value), today(), language) : NONE),
    /** «сегодня, 15:30» */
    dateTime: (value: Maybe<string>) => (value ? formats.formatDateTime(value, zone, new Date(), language) : NONE),
    /** «3 мин назад» up to an hour, then as `dateTime`. */
    ago: (value: Maybe<string>) => (value ? formats.formatAgo(value, zone, new Date(), language) : NONE),
    /** «Пятница, 20 ноября» */
    dayHead: (value: string) => formats.formatDayHead(dayOf(value), today(), language),
    /** «9 мая» */
    dayOfYear: (value: string) => formats.formatDayOfYear(value, language),
    /** «май» */
    month: (value: string) => formats.formatMonth(value, language),
    /** «пн» */
    weekday: (value: string) => formats.formatWeekday(value, language),
    time: (value: string) => formats.formatTime(value, zone),
    days: (value: number) => days(value, language),
    phone: (value: ShownPhone) => formatPhone(value, language),
    /** Keeps together what must not break at the end of a line; for themes and long names. */
    typo: (value: string) => formats.typo(value, language),
    dayOf,
  }
}

function days(value: number, _language: Language): string {
  return plural(value, { one: '# день', few: '# дня', many: '# дней', other: '# дня' })
}
