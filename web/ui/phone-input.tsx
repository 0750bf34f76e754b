import { TextInput, type TextInputProps } from '@mantine/core'
import { useUncontrolled } from '@mantine/hooks'
import { createMask } from 'imask'

type PhoneInputProps = Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange'> & {
  value?: string
  defaultValue?: string
  onChange?: (value: string) => void
}

const mask = createMask({ mask: '+{7} 000 000-00-00', prepare: withoutTrunk })

/** 8 and +7 are one prefix; without this a pasted number loses its first digit to the mask. */
function withoutTrunk(appended: string): string {
  const digits = appended.replace(/\D/g, '')
  if (digits.length < 11) return digits
  return /^[78]/.test(digits) ? digits.slice(1) : digits
}

/** `89161234567` → `+7 916 123-45-67`; anything but a Russian number stays exactly as typed. */
export function formatTyped(text: string): string {
  if (!/^[\d\s()+\-–.]*$/.test(text)) return text
  const digits = text.replace(/\D/g, '')
  const russian =
    (/^\s*(\+\s*)?7/.test(text) && digits.length <= 11) ||
    (/^\s*8/.test(text) && digits.length > 1 && digits.length <= 11) ||
    (/^\s*9/.test(text) && digits.length <= 10)
  if (!russian || digits.length < 2) return text
  mask.resolve(/^[78]/.test(digits) && !/^\s*9/.test(text) ? digits.slice(1) : digits)
  return mask.value
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
