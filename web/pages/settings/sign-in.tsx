import { useLingui } from '@lingui/react/macro'
import { SegmentedControl } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import { LdapSettingsForm } from '../../rooms/access/ldap-form.tsx'
import { SingleSignOnSettingsForm } from '../../rooms/access/single-sign-on-form.tsx'
import { SettingsPage } from '../../ui/admin-list.tsx'

const route = getRouteApi('/signed-in/settings/sign-in')

/** How people come in by accounts that they have elsewhere. */
export default function SignInSettingsPage() {
  const { t } = useLingui()
  const { by = 'provider' } = route.useSearch()
  const navigate = route.useNavigate()
  return (
    <SettingsPage title={t`Вход через другие службы`} hint={t`Сохраняется кнопкой`}>
      <SegmentedControl
        aria-label={t`Какая служба`}
        style={{ margin: '10px 0' }}
        value={by}
        onChange={next => void navigate({ search: next === 'ldap' ? { by: 'ldap' } : {}, replace: true })}
        data={[
          { value: 'provider', label: t`Единый вход` },
          { value: 'ldap', label: t`Служба каталогов` },
        ]}
      />
      {by === 'ldap' ? <LdapSettingsForm /> : <SingleSignOnSettingsForm />}
    </SettingsPage>
  )
}
