import { useLingui } from '@lingui/react/macro'
import { TextInput, type TextInputProps } from '@mantine/core'
import { useUncontrolled } from '@mantine/hooks'
import { useState } from 'react'
import { groupDigits, type Money, parseMoney } from '../../server/platform/pure/money.ts'
import { useFormats } from '../lib/formats.ts'

type MoneyInputProps = Omit<TextInputProps, 'value' | 'defaultValue' | 'onChange'> & {
  value?: Money | null
  defaultValue?: Money | null
  onChange?: (value: Money | null) => void
  currency?: string
}

/** Takes «1,5 млн», «150 000,50» and pasted sums; what cannot be read stays as typed and is said so. */
export function MoneyInput({
  value,
  defaultValue,
  onChange,
  currency = 'RUB',
  onBlur,
  error,
  ...rest
}: MoneyInputProps) {
  const { t } = useLingui()
  const { language } = useFormats()
  const [money, setMoney] = useUncontrolled<Money | null>({
    ...(value === undefined ? {} : { value }),
    ...(defaultValue === undefined ? {} : { defaultValue }),
    finalValue: null,
    ...(onChange ? { onChange } : {}),
  })
  const [typed, setTyped] = useState<string>()
  const [unreadable, setUnreadable] = useState(false)
  const symbol = language === 'ru' && (money?.currency ?? currency) === 'RUB' ? '₽' : (money?.currency ?? currency)

  function shown(): string {
    if (typed !== undefined) return typed
    if (!money) return ''
    const [whole = '', cents = '00'] = money.amount.split('.')
    const tail = Number(cents) === 0 ? '' : `${language === 'ru' ? ',' : '.'}${cents.padEnd(2, '0')}`
    return groupDigits(whole, language) + tail
  }

  return (
    <TextInput
      inputMode="decimal"
      {...rest}
      value={shown()}
      error={error ?? (unreadable ? t`Не похоже на сумму` : undefined)}
      rightSection={<span className="t3">{symbol}</span>}
      rightSectionWidth={symbol.length > 1 ? 44 : 30}
      rightSectionPointerEvents="none"
      onChange={event => {
        const text = event.currentTarget.value
        setTyped(text)
        setUnreadable(false)
        const parsed = read(text, currency)
        if (text.trim() === '') setMoney(null)
        else if (parsed) setMoney(parsed)
      }}
      onBlur={event => {
        const bad = Boolean(typed?.trim()) && !read(typed ?? '', currency)
        setUnreadable(bad)
        if (!bad) setTyped(undefined)
        onBlur?.(event)
      }}
    />
  )
}

/** Revenue is never below zero: a minus is no sum here. */
function read(text: string, currency: string): Money | null {
  const money = parseMoney(text, currency)
  return money?.amount.startsWith('-') ? null : money
}
