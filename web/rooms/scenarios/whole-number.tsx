import { NumberInput, type NumberInputProps } from '@mantine/core'
import { useState } from 'react'

type WholeNumberProps = Omit<NumberInputProps, 'value' | 'onChange' | 'onBlur' | 'min' | 'max'> & {
  min: number
  max: number
  value: number
  onChange: (value: number) => void
}

/** A number within bounds; while something else stands there the value stays, and comes back on leaving. */
export function WholeNumber({ min, max, value, onChange, ...rest }: WholeNumberProps) {
  const [typed, setTyped] = useState<string | number>()
  return (
    <NumberInput
      w={110}
      min={min}
      max={max}
      allowDecimal={false}
      allowNegative={false}
      clampBehavior="none"
      {...rest}
      value={typed ?? value}
      onChange={text => {
        setTyped(text)
        const number = Number(text)
        if (text !== '' && number >= min && number <= max && number !== value) onChange(number)
      }}
      onBlur={() => setTyped(undefined)}
    />
  )
}
