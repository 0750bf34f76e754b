import { useLingui } from '@lingui/react/macro'
import { ActionIcon, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { type ReactNode, useRef, useState } from 'react'
import { copyText } from './copy-text.ts'

/** A value to be taken away whole: a link, a key. Copying works without a secure context too. */
export function CopyField({ label, value, hint }: { label: string; value: string; hint?: ReactNode }) {
  const { t } = useLingui()
  const input = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState(false)

  function copy(): void {
    input.current?.select()
    void copyText(value).then(setCopied)
  }

  return (
    <>
      <TextInput
        ref={input}
        label={label}
        description={hint}
        inputWrapperOrder={['label', 'input', 'description']}
        value={value}
        readOnly
        onFocus={event => event.currentTarget.select()}
        rightSection={
          <Tooltip label={copied ? t`Скопировано` : t`Скопировать`}>
            <ActionIcon size={24} onClick={copy} aria-label={t`Скопировать`}>
              {copied ? (
                <IconCheck size={16} stroke={1.7} aria-hidden />
              ) : (
                <IconCopy size={16} stroke={1.7} aria-hidden />
              )}
            </ActionIcon>
          </Tooltip>
        }
      />
      <div role="status" className="vh">
        {copied && t`Скопировано`}
      </div>
    </>
  )
}
