import {
  infiniteQueryOptions,
  type QueryClient,
  queryOptions,
  type UseMutationOptions,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { type Answer, type AnyEndpoint, call, type CallInput } from './api.ts'
import type { ProblemError } from './problem-error.ts'

type Page = { items: unknown[]; nextCursor: string | null }
type ItemOf<T> = T extends { items: (infer I)[] } ? I : never

/** `/api/v1/clients/:id` belongs to `clients`: what is refreshed together has the same first word. */
export function resourceOf(endpoint: AnyEndpoint): string {
  return endpoint.path.split('/')[3] ?? endpoint.path
}

export function keyOf<E extends AnyEndpoint>(endpoint: E, input: unknown) {
  return [resourceOf(endpoint), endpoint.path, input] as const
}

/** One answer: `useQuery(queryOf(getClient, { params: { id } }))`. */
export function queryOf<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>) {
  return queryOptions<Answer<E>, ProblemError>({
    queryKey: keyOf(endpoint, input),
    queryFn: ({ signal }) => call(endpoint, input, { signal }),
  })
}

/** A list page by page: `useInfiniteQuery(pagesOf(listClients, { query: { q } }))`; items with `allItems`. */
export function pagesOf<E extends AnyEndpoint>(endpoint: E, input: CallInput<E>, limit = 100) {
  return infiniteQueryOptions({
    queryKey: keyOf(endpoint, { ...(input as object), pages: true }),
    queryFn: ({ signal, pageParam }) => {
      const query = { ...(input as { query?: object }).query, limit, cursor: pageParam ?? undefined }
      return call(endpoint, { ...(input as object), query } as unknown as CallInput<E>, { signal }) as Promise<
        Answer<E> & { items: ItemOf<Answer<E>>[]; nextCursor: string | null }
      >
    },
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page) => last.nextCursor,
  })
}

export function allItems<T>(data: { pages: { items: T[] }[] } | undefined): T[] {
  return data?.pages.flatMap(page => page.items) ?? []
}

/** `act` names the write, so that it can be taken back by that name. */
type WriteInput<E> = CallInput<E> & { act?: string }
type WriteOptions<E extends AnyEndpoint> = Omit<
  UseMutationOptions<Answer<E>, ProblemError, WriteInput<E>>,
  'mutationFn'
> & {
  /** Resources to read again afterwards, besides the endpoint's own. */
  refresh?: string[]
  onRepeat?: () => void
}

/** One write: `const save = useWrite(updateClient)`, then `save.mutate({ params, body })`. */
export function useWrite<E extends AnyEndpoint>(endpoint: E, options: WriteOptions<E> = {}) {
  const client = useQueryClient()
  const { refresh = [], onRepeat, onSettled, ...rest } = options
  return useMutation<Answer<E>, ProblemError, WriteInput<E>>({
    ...rest,
    mutationFn: input => call(endpoint, input, { onRepeat, ...(input.act ? { idempotencyKey: input.act } : {}) }),
    onSettled: async (...args) => {
      await onSettled?.(...args)
      void refreshResources(client, [resourceOf(endpoint), ...refresh])
    },
  })
}

export async function refreshResources(client: QueryClient, resources: string[]): Promise<void> {
  await Promise.all(resources.map(resource => client.invalidateQueries({ queryKey: [resource] })))
}

type InfiniteResult<T> = {
  data: { pages: { items: T[] }[] } | undefined
  isPending: boolean
  error: unknown
  hasNextPage: boolean
  isFetchingNextPage: boolean
  fetchNextPage: () => unknown
  refetch: () => unknown
}

/** An infinite query as the grid wants it: `<DataGrid {...gridOf(query)} … />`. */
export function gridOf<T>(query: InfiniteResult<T>) {
  return {
    rows: allItems(query.data),
    loading: query.isPending,
    error: query.error,
    hasMore: query.hasNextPage,
    onMore: () => !query.isFetchingNextPage && query.fetchNextPage(),
    onRetry: () => void query.refetch(),
  }
}
