import { plural } from '@lingui/core/macro'
import { Plural, useLingui } from '@lingui/react/macro'
import { IconCheck } from '@tabler/icons-react'

/** Before a company is set up nobody has asked for more. */
export const SHORTEST_PASSWORD = 8

/** As the server counts: a letter of two code units is one sign. */
const signsOf = (password: string) => Array.from(password.normalize('NFKC')).length

export function isTooShort(password: string, shortest: number): boolean {
  return signsOf(password) < shortest
}

/** The words of the refusal. */
export function useTooShort(shortest: number): string {
  const { t } = useLingui()
  const signs = plural(shortest, { one: '# знака', few: '# знаков', many: '# знаков', other: '# знаков' })
  return t`Пароль короче ${signs}`
}

/** What counts is length, said while it is typed; that it is none of the common ones the server sees. */
export function PasswordHint({ password, length: shortest }: { password: string; length: number }) {
  const length = signsOf(password)
  if (length === 0) {
    return (
      <span className="s12 t3">
        <Plural
          value={shortest}
          one="Не меньше # знака"
          few="Не меньше # знаков"
          many="Не меньше # знаков"
          other="Не меньше # знаков"
        />
      </span>
    )
  }
  if (length < shortest) {
    return (
      <span className="s12 due">
        <Plural
          value={shortest - length}
          one="Нужен еще # знак"
          few="Нужно еще # знака"
          many="Нужно еще # знаков"
          other="Нужно еще # знака"
        />
      </span>
    )
  }
  return (
    <span className="s12 good row" style={{ gap: 4 }}>
      <IconCheck size={14} stroke={1.7} aria-hidden />
      <Plural
        value={length}
        one="# знак, длины хватает"
        few="# знака, длины хватает"
        many="# знаков, длины хватает"
        other="# знака, длины хватает"
      />
    </span>
  )
}
