export default function DepartmentsSettings() {
  return null
}
