import { QueryClient } from '@tanstack/react-query'
import { ProblemError } from '../lib/problem-error.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // Others' changes arrive by the event stream; this only covers what it may miss.
      staleTime: 30_000,
      networkMode: 'always',
      retry: (failures, error) => isPassing(error) && failures < 3,
      retryDelay: attempt => Math.min(400 * 2 ** attempt, 4_000),
      refetchOnWindowFocus: true,
    },
    mutations: { networkMode: 'always', retry: false },
  },
})

/** Worth another try: no answer, or the database was away for a moment. */
function isPassing(error: unknown): boolean {
  return error instanceof ProblemError && (error.status === 0 || error.status >= 502)
}
