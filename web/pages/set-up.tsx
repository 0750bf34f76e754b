import { Page } from '../ui/page.tsx'

export default function SetUpPage() {
  return <Page title="SetUp">{null}</Page>
}
