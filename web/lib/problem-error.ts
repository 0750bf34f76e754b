import type { z } from 'zod'
import type { ProblemBody, ProblemDeclaration } from '../../server/platform/contract.ts'

/** What a call refuses with. `code` is a problem of a contract, or `unreachable` when no answer came. */
export class ProblemError extends Error {
  readonly code: string
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly data: unknown
  readonly requestId: string | undefined

  constructor(body: Partial<ProblemBody> & Pick<ProblemBody, 'code' | 'status' | 'title'>) {
    super(body.title)
    this.name = 'ProblemError'
    this.code = body.code
    this.status = body.status
    this.title = body.title
    this.detail = body.detail ?? body.title
    this.data = body.data
    this.requestId = body.requestId
  }
}

type KnownProblem<D> = ProblemError & { data: D }

/** Narrows an error to a declared problem, so that its `data` is typed: `isProblem(error, conflict)`. */
export function isProblem<D extends z.ZodType>(
  error: unknown,
  declaration: ProblemDeclaration<string, D>,
): error is KnownProblem<z.output<D>> {
  return error instanceof ProblemError && error.code === declaration.code
}

export type FieldError = { path: string; code: string; message: string }

/** The fields at fault, from `invalid` and every problem of that shape; empty for all else. */
export function fieldErrors(error: unknown): FieldError[] {
  if (!(error instanceof ProblemError)) return []
  const data = error.data as { errors?: FieldError[] } | undefined
  return Array.isArray(data?.errors) ? data.errors : []
}

/** The same errors as a form wants them: `{ 'contacts.0.fullName': 'Заполните' }`. */
export function formErrors(error: unknown): Record<string, string> {
  return Object.fromEntries(fieldErrors(error).map(each => [each.path, each.message]))
}

/** Somebody was asked and went away without an answer: nothing was saved, and nothing has to be said about it. */
export class Undecided extends Error {}
