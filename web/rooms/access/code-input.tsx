import { TextInput, type TextInputProps } from '@mantine/core'
import styles from './factor.module.css'

/** Six digits: telephones offer the code above the keyboard, and a pasted one may have blanks in it. */
const COMPLETE = /^\s*\d{3}[\s-]?\d{3}\s*$/

export function isCompleteCode(text: string): boolean {
  return COMPLETE.test(text)
}

type CodeInputProps = TextInputProps & { onCode: (code: string) => void }

/** The code of an app; says itself when it is whole. */
export function CodeInput({ onCode, ...rest }: CodeInputProps) {
  return (
    <TextInput
      className={styles.code}
      inputMode="numeric"
      autoComplete="one-time-code"
      autoCapitalize="off"
      spellCheck={false}
      maxLength={12}
      {...rest}
      onChange={event => onCode(event.currentTarget.value)}
    />
  )
}
