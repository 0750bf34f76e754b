export default function ScenariosSettings() {
  return null
}
