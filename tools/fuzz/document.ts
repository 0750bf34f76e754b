import { z } from 'zod'

/** As much of a JSON schema as requests are made of. */
export interface Schema {
  type?: string | string[]
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  pattern?: string
  minLength?: number
  maxLength?: number
  minimum?: number
  maximum?: number
}

export interface Parameter {
  name: string
  in: string
  required?: boolean
  schema: Schema
}

interface Content {
  content?: Record<string, { schema: Schema }>
}

interface Described {
  parameters?: Parameter[]
  requestBody?: Content
  responses: Record<string, Content>
  'x-access': string
  'x-problems': string[]
}

/** One operation of the document, with what its answers must look like. */
export interface Operation {
  method: string
  path: string
  /** `public`, `session`, or the right that it needs. */
  access: string
  parameters: Parameter[]
  body: { type: string; schema: Schema } | null
  problems: ReadonlySet<string>
  /** Why a body is not what the document says; null when it is. */
  bodyFault(body: unknown): string | null
  /** Why an answer is not what the document says; null when it is. */
  answerFault(status: number, text: string): string | null
}

/** Every operation of an OpenAPI document. */
export function operationsOf(document: { paths: Record<string, Record<string, unknown>> }): Operation[] {
  return Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, described]) =>
      operationOf(method.toUpperCase(), path, described as Described),
    ),
  )
}

function operationOf(method: string, path: string, described: Described): Operation {
  const { parameters = [], requestBody, responses } = described
  const [type, content] = Object.entries(requestBody?.content ?? {})[0] ?? []
  const accepts = lazily(() => (content ? z.fromJSONSchema(content.schema as never) : null))
  const answers = new Map(
    Object.entries(responses)
      .filter(([status]) => status !== 'default')
      .map(([status, { content }]) => {
        const schema = Object.values(content ?? {})[0]?.schema
        const isText = schema?.type === 'string'
        const wanted = lazily(() => (schema && !isText ? z.fromJSONSchema(schema as never) : null))
        return [Number(status), { wanted, isEmpty: schema === undefined }] as const
      }),
  )
  return {
    method,
    path,
    access: described['x-access'],
    parameters,
    body: type && content ? { type, schema: content.schema } : null,
    problems: new Set(described['x-problems']),
    bodyFault: body => faultOf(accepts(), body),
    answerFault(status, text) {
      const answer = answers.get(status)
      if (!answer) return `the document knows no answer ${status}`
      if (answer.isEmpty) return text === '' ? null : 'an answer that the document says is empty is not'
      const wanted = answer.wanted()
      if (!wanted) return null
      try {
        return faultOf(wanted, JSON.parse(text))
      } catch {
        return 'the answer is no JSON'
      }
    },
  }
}

function faultOf(schema: z.ZodType | null, value: unknown): string | null {
  const parsed = schema?.safeParse(value)
  if (!parsed || parsed.success) return null
  return parsed.error.issues.map(issue => `${issue.path.map(String).join('.')}: ${issue.message}`).join('; ')
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** The kinds of value that a schema offers, but for null. */
export function alternativesOf({ anyOf, oneOf }: Schema): Schema[] | undefined {
  return (anyOf ?? oneOf)?.filter(each => each.type !== 'null')
}
