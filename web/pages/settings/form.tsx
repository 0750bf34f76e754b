export default function FormSettings() {
  return null
}
