export default function ApiKeysSettings() {
  return null
}
