import { Plural } from '@lingui/react/macro'
import { IconCheck } from '@tabler/icons-react'

/** What counts is length, said while it is typed; that it is none of the common ones the server sees. */
export const SHORTEST_PASSWORD = 8

export function PasswordHint({ password }: { password: string }) {
  const length = password.length
  if (length === 0) {
    return (
      <span className="s12 t3">
        <Plural
          value={SHORTEST_PASSWORD}
          one="Не меньше # знака"
          few="Не меньше # знаков"
          many="Не меньше # знаков"
          other="Не меньше # знаков"
        />
      </span>
    )
  }
  if (length < SHORTEST_PASSWORD) {
    return (
      <span className="s12 due">
        <Plural
          value={SHORTEST_PASSWORD - length}
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
