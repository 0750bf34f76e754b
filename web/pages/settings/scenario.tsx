export default function ScenarioSettings() {
  return null
}
