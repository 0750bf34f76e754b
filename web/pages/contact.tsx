import { Page } from '../ui/page.tsx'

export default function ContactPage() {
  return <Page title="Contact">{null}</Page>
}
