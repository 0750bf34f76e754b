export default function MeSettings() {
  return null
}
