import { useLingui } from '@lingui/react/macro'
import { type ReactNode, useEffect } from 'react'
import { activateLanguage, currentLanguage } from '../../lib/language.ts'
import styles from './entrance.module.css'

type EntranceProps = {
  title: string
  hint?: ReactNode
  children: ReactNode
  side: ReactNode
  sideLabel: string
  brand?: boolean
}

/** The pages of strangers: what to fill in at the left, what to know at the right, the language at the foot. */
export function Entrance({ title, hint, children, side, sideLabel, brand = false }: EntranceProps) {
  useEffect(() => {
    document.title = `${title} — Interes`
  }, [title])
  return (
    <main className={styles.two}>
      <div className={styles.form}>
        <div className={styles.logo}>
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <rect width="32" height="32" rx="8" fill="var(--accent)" />
            <g fill="var(--on-accent)">
              <rect x="9" y="17" width="3" height="6" rx="1" />
              <rect x="14.5" y="13" width="3" height="10" rx="1" />
              <rect x="20" y="9" width="3" height="14" rx="1" opacity=".6" />
            </g>
          </svg>
          Interes
        </div>
        <div>
          <h1>{title}</h1>
          {hint && <p className="t2">{hint}</p>}
        </div>
        {children}
        <div className="grow" />
        <Languages />
      </div>
      <section className={styles.side} data-look={brand ? 'brand' : undefined} aria-label={sideLabel}>
        {side}
      </section>
    </main>
  )
}

function Languages() {
  const { i18n } = useLingui()
  const now = i18n.locale || currentLanguage()
  return (
    <div className={styles.foot}>
      <button
        type="button"
        className="plain"
        lang="ru"
        aria-current={now === 'ru' || undefined}
        onClick={() => void activateLanguage('ru')}
      >
        Русский
      </button>
      <button
        type="button"
        className="plain"
        lang="en"
        aria-current={now === 'en' || undefined}
        onClick={() => void activateLanguage('en')}
      >
        English
      </button>
    </div>
  )
}
