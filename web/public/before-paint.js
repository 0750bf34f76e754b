// Runs before the first paint, from a file of its own because the content security policy allows no inline script:
// theme, density and language of this browser are on the page before anything is drawn.
{
  const read = name => {
    try {
      return localStorage.getItem(`interes.${name}`)
    } catch {
      return null
    }
  }
  const root = document.documentElement
  const scheme = read('theme') || 'auto'
  const dark = scheme === 'dark' || (scheme === 'auto' && matchMedia('(prefers-color-scheme: dark)').matches)
  root.setAttribute('data-mantine-color-scheme', dark ? 'dark' : 'light')
  root.setAttribute('data-density', read('density') === 'comfortable' ? 'comfortable' : 'compact')
  root.lang = read('language') === 'en' ? 'en' : 'ru'
  // Libraries look here before they do what the policy forbids: styles without its nonce, code made of text. The second
  // would only be tried and refused, but the refusal is reported as an attack.
  globalThis.__webpack_nonce__ = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
  globalThis.__zod_globalConfig = { jitless: true }
}
