export default function UsersSettings() {
  return null
}
