import { Outlet } from '@tanstack/react-router'
import { Page } from '../../ui/page.tsx'

export default function SettingsPage() {
  return (
    <Page title="Настройка">
      <Outlet />
    </Page>
  )
}
