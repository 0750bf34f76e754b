import { i18n } from '@lingui/core'
import dayjs from 'dayjs'
import 'dayjs/locale/ru.js'
import 'dayjs/locale/en-gb.js'
import type { Language } from '../../server/platform/contract.ts'
import { readLocal, writeLocal } from './local.ts'

const catalogues = {
  ru: () => import('../locales/ru.po'),
  en: () => import('../locales/en.po'),
}

/** The language of the first paint: what this browser last used, Russian otherwise. */
export function firstLanguage(): Language {
  return readLocal('language') === 'en' ? 'en' : 'ru'
}

export function currentLanguage(): Language {
  return i18n.locale === 'en' ? 'en' : 'ru'
}

/** Switches every text of the product; the page is not loaded again. */
export async function activateLanguage(language: Language): Promise<void> {
  if (i18n.locale === language) return
  const { messages } = await catalogues[language]()
  i18n.loadAndActivate({ locale: language, messages })
  // Weeks begin on Monday in both languages.
  dayjs.locale(language === 'ru' ? 'ru' : 'en-gb')
  document.documentElement.lang = language
  writeLocal('language', language)
}
