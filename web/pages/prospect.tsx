import { Page } from '../ui/page.tsx'

export default function ProspectPage() {
  return <Page title="Prospect">{null}</Page>
}
