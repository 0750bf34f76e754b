import { Page } from '../ui/page.tsx'

export default function SalesPage() {
  return <Page title="Sales">{null}</Page>
}
