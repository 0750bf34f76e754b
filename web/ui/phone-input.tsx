import { TextInput, type TextInputProps } from '@mantine/core'
import { useUncontrolled } from '@mantine/hooks'
import { formatTyped } from '../lib/phone-typing.ts'

type PhoneInputProps = Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange'> & {
  value?: string
  defaultValue?: string
  onChange?: (value: string) => void
}

/** Phone as people type it: Russian numbers take their shape, an extension or a foreign number is left alone. */
export function PhoneInput({ value, defaultValue, onChange, ...rest }: PhoneInputProps) {
  const [text, setText] = useUncontrolled({
    ...(value === undefined ? {} : { value }),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    finalValue: '',
    ...(onChange ? { onChange } : {}),
  })
  return (
    <TextInput
      type="tel"
      inputMode="tel"
      autoComplete="off"
      {...rest}
      value={text}
      onChange={event => {
        const { value: typed, selectionStart } = event.currentTarget
        // In the middle of a number the caret would jump; then only what is typed at the end takes shape.
        const atEnd = selectionStart === typed.length && typed.length > text.length
        setText(atEnd ? formatTyped(typed) : typed)
      }}
    />
  )
}
