export default function DirectorySettings() {
  return null
}
