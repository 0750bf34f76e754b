import { Page } from '../ui/page.tsx'

export default function ClientPage() {
  return <Page title="Client">{null}</Page>
}
