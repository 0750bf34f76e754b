import { Page } from '../ui/page.tsx'

export default function ClientsPage() {
  return <Page title="Clients">{null}</Page>
}
