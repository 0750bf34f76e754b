import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Checkbox, Radio, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useState } from 'react'
import type { ApiScope } from '../../../server/rooms/access/api-keys/contract.ts'
import { createApiKey } from '../../../server/rooms/access/api-keys/contract.ts'
import { newId } from '../../../server/platform/pure/ids.ts'
import { formErrors } from '../../lib/problem-error.ts'
import { useWrite } from '../../lib/queries.ts'
import { Note } from '../../ui/atoms.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { DateField } from '../../ui/date-field.tsx'
import { Key, useKeys } from '../../ui/keys.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useApiScopes } from './api-scopes.ts'

/** A new key of mine; its secret is shown once and nowhere else. */
export function ApiKeySheet({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useLingui()
  return (
    <Sheet opened={opened} onClose={onClose} title={t`Новый ключ API`}>
      {opened && <ApiKeyForm onDone={onClose} />}
    </Sheet>
  )
}

function ApiKeyForm({ onDone }: { onDone: () => void }) {
  const { t } = useLingui()
  const [id] = useState(newId)
  const scopes = useApiScopes()
  const form = useForm({
    initialValues: {
      name: '',
      expires: null as string | null,
      limited: 'all' as 'all' | 'some',
      scopes: [] as ApiScope[],
    },
    validate: {
      name: value => (value.trim() ? null : t`Напишите, для чего ключ`),
      scopes: (value, all) => (all.limited === 'all' || value.length > 0 ? null : t`Отметьте хотя бы одно право`),
    },
  })
  const add = useWrite(createApiKey, { onError: error => form.setErrors(formErrors(error)) })
  const submit = form.onSubmit(({ name, expires, limited, scopes }) =>
    add.mutate({
      body: {
        id,
        name: name.trim(),
        ...(expires ? { expiresAt: new Date(`${expires}T23:59:59`).toISOString() } : {}),
        ...(limited === 'some' ? { scopes } : {}),
      },
    }),
  )
  useKeys([{ keys: 'mod+Enter', does: t`Сохранить`, run: () => (add.data ? onDone() : submit()) }])

  if (add.data) {
    return (
      <div className="col" style={{ gap: 12 }}>
        <Note look="due">
          <Trans>Скопируйте ключ сейчас: больше он нигде не показан.</Trans>
        </Note>
        <CopyField label={t`Ключ`} value={add.data.secret} />
        <div>
          <Button variant="filled" onClick={onDone}>
            <Trans>Ключ сохранен у меня</Trans>
          </Button>
        </div>
      </div>
    )
  }
  return (
    <form onSubmit={submit} noValidate className="col" style={{ gap: 12 }}>
      {add.error && Object.keys(form.errors).length === 0 && (
        <Note look="bad" role="alert">
          {add.error.detail}
        </Note>
      )}
      <TextInput label={t`Для чего`} placeholder={t`Сайт, выгрузка`} data-autofocus {...form.getInputProps('name')} />
      <DateField
        label={t`Действует до`}
        placeholder={t`без срока`}
        description={t`За неделю до конца придет уведомление`}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('expires')}
      />
      <Radio.Group label={t`Что можно с этим ключом`} {...form.getInputProps('limited')}>
        <div className="col" style={{ gap: 6, marginTop: 4 }}>
          <Radio value="all" label={t`Все то же, что и вам`} />
          <Radio value="some" label={t`Только отмеченное`} />
        </div>
      </Radio.Group>
      {form.values.limited === 'some' && (
        <Checkbox.Group aria-label={t`Права ключа`} {...form.getInputProps('scopes')}>
          <div className="col" style={{ gap: 8, paddingLeft: 24 }}>
            {scopes.map(({ value, label, hint }) => (
              <Checkbox key={value} value={value} label={label} description={`${value}: ${hint}`} />
            ))}
          </div>
        </Checkbox.Group>
      )}
      <div>
        <Button type="submit" variant="filled" loading={add.isPending} rightSection={<Key keys="mod+Enter" />}>
          <Trans>Сделать ключ</Trans>
        </Button>
      </div>
    </form>
  )
}
