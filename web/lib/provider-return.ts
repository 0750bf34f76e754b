/**
 * What a sign-in service led the browser back with stands in the address, `/sign-in/return?code=…`. It is worth one use
 * by this browser alone; even so it leaves the address bar before anything is drawn, so that no history keeps it.
 */
let parameters: string | undefined

if (location.pathname === '/sign-in/return' && location.search.length > 1) {
  parameters = location.search.slice(1)
  history.replaceState(history.state, '', location.pathname)
}

/** The parameters, once: whoever takes them uses them up. */
export function takeProviderReturn(): string | undefined {
  const taken = parameters
  parameters = undefined
  return taken
}
