import { useLingui } from '@lingui/react/macro'

/** Name of the eye in a password field; Mantine leaves it nameless. */
export function useEyeLabel() {
  const { t } = useLingui()
  return { 'aria-label': t`Показать или скрыть пароль`, tabIndex: 0 }
}
