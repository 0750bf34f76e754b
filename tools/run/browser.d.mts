export function findBrowser(): string | undefined
export function ensureBrowser(options: { node: string; root: string; log: (line: string) => void }): {
  path?: string
  said: string
}
