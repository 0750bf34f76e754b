const SCHEME = 'data-mantine-color-scheme'

/** Paper is light: the theme of the screen comes back when it has been printed. */
export function printLight(): () => void {
  const root = document.documentElement
  let theme: string | null = null
  const before = () => {
    theme = root.getAttribute(SCHEME)
    root.setAttribute(SCHEME, 'light')
  }
  const after = () => {
    if (theme !== null) root.setAttribute(SCHEME, theme)
    theme = null
  }
  addEventListener('beforeprint', before)
  addEventListener('afterprint', after)
  return () => {
    removeEventListener('beforeprint', before)
    removeEventListener('afterprint', after)
  }
}
