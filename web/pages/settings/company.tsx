export default function CompanySettings() {
  return null
}
