import { Page } from '../ui/page.tsx'

export default function InterestPage() {
  return <Page title="Interest">{null}</Page>
}
