/** Runs the work once the browser has nothing better to do; the answer calls it off. */
export function whenIdle(work: () => unknown): () => void {
  // Safari has no idle callbacks.
  if (!('requestIdleCallback' in globalThis)) {
    const timer = setTimeout(work, 300)
    return () => clearTimeout(timer)
  }
  const request = requestIdleCallback(() => void work(), { timeout: 2_000 })
  return () => cancelIdleCallback(request)
}
