import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import Fastify, { type FastifyError, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { z } from 'zod'
import {
  badRequest,
  type Endpoint,
  forbidden,
  internal,
  type Language,
  methodNotAllowed,
  notFound,
  type ProblemDeclaration,
  tooLarge,
  unauthenticated,
  unsupportedMedia,
  viewAsReadOnly,
} from '../contract.ts'
import { asProblem } from '../db/errors.ts'
import { observeRequest } from '../metrics.ts'
import type { Platform } from '../platform.ts'
import { type Fault, Problem, refuseFaults, writeJson } from '../problems.ts'
import { newId } from '../pure/ids.ts'
import type { Actor, Caller } from '../scope.ts'
import { closeInTime } from './closing.ts'
import { pageOfWhole } from './cursor.ts'
import { findAskFaults, findWriteFaults } from './field-faults.ts'
import { shaded, shadedData } from './field-shades.ts'
import { cleanInput, InvalidInput, invalidInput } from './input.ts'
import { preferredLanguage } from './language.ts'
import { describeApi } from './openapi.ts'
import { exchangeOf, type Route } from './route.ts'
import { secureHeaders } from './security.ts'
import { readTls } from './tls.ts'
import { answerNoRequest, answerUnreadable } from './unreadable.ts'

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller | null
    /** Texts that may not be stored, fields that are not the caller's; told together with what the schema finds. */
    faults: readonly Fault[] | undefined
  }
}

export interface Gate {
  /** Who calls: by session cookie or API key; null for a stranger. Refuses a bad key. */
  identify(request: FastifyRequest): Promise<Caller | null>
  holds(actor: Actor, right: string): boolean
  /** What keeps this caller from an operation whatever the rights say. */
  obstacle(caller: Caller, endpoint: Endpoint): Problem | undefined
  /** What an obstacle may be: every operation that is not open to strangers may answer it. */
  problems: readonly ProblemDeclaration[]
  /** The same refusal, saying what is missing and who can help. */
  explain?(problem: Problem, caller: Caller): Promise<Problem>
}

const BODY_LIMIT = 1024 * 1024

/** The HTTP server without a port: routes from contracts, one error door, headers, OpenAPI. */
export async function createServer(
  platform: Platform,
  gate: Gate,
  routes: readonly Route[],
  extend?: (app: FastifyInstance) => Promise<void>,
): Promise<FastifyInstance> {
  const { config } = platform
  const tls = readTls(config)
  const app = Fastify({
    bodyLimit: BODY_LIMIT,
    genReqId: () => newId(),
    logger: false,
    trustProxy: config.trustProxy ? config.trustProxy.split(',').map(address => address.trim()) : false,
    ...(tls ? { https: tls } : {}),
    frameworkErrors: answerUnreadable,
    clientErrorHandler: answerNoRequest,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    forceCloseConnections: 'idle',
    keepAliveTimeout: 72_000,
    requestTimeout: 60_000,
  } as Parameters<typeof Fastify>[0]) as unknown as FastifyInstance

  app.removeContentTypeParser('text/plain')
  app.decorateRequest('caller', null)
  app.decorateRequest('faults')
  app.setValidatorCompiler(validator)
  app.setSerializerCompiler(() => data => JSON.stringify(data))
  closeInTime(app)
  secureHeaders(app)
  await app.register(cookie)
  await app.register(compress, { threshold: 2048, encodings: ['br', 'gzip'] })
  observe(app, platform)
  answerErrors(app, platform, gate)
  await describeApi(app, routes, gate.problems)
  for (const each of routes) if (!each.endpoint.takesFile) mount(app, platform, gate, each)
  await app.register(async files => {
    // The stream goes to the handler as it is: only what it reads comes into memory.
    files.removeAllContentTypeParsers()
    files.addContentTypeParser('application/octet-stream', (_request, payload, done) => done(null, payload))
    for (const each of routes) if (each.endpoint.takesFile) mount(files, platform, gate, each)
  })
  await extend?.(app)
  return app
}

function mount(app: FastifyInstance, platform: Platform, gate: Gate, { endpoint, handle }: Route): void {
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    schema: schemaOf(endpoint),
    onRequest: async request => {
      request.caller = behindOf(endpoint, await gate.identify(request))
      // Before the body is read: who may not do it learns nothing about what the operation expects.
      const { access } = endpoint
      if (access !== 'public' && !request.caller) throw new Problem(unauthenticated)
      const obstacle = request.caller && gate.obstacle(request.caller, endpoint)
      if (obstacle) throw obstacle
      if (typeof access === 'object' && request.caller && !gate.holds(request.caller.actor, access.right)) {
        throw new Problem(forbidden, { data: { reason: access.right } })
      }
    },
    preValidation: async request => {
      request.query = withoutEmpty(request.query as Record<string, unknown>)
      request.faults = []
      if (request.body !== undefined && !endpoint.takesFile) {
        const cleaned = cleanInput(request.body, { keepNull: endpoint.method === 'PATCH' })
        request.body = cleaned.body
        request.faults = cleaned.faults
      }
      if (request.caller) request.faults = [...request.faults, ...levelFaults(endpoint, request, request.caller.actor)]
    },
    handler: async (request, reply) => {
      refuseFaults(request.faults ?? [])
      reply.code(endpoint.status)
      const result = await handle(exchangeOf(platform, endpoint, request.caller, request, reply))
      if (reply.sent || reply.raw.headersSent) return reply
      if (endpoint.status === 204) return reply.code(204).send()
      reply.type('application/json; charset=utf-8')
      if (result === undefined) return undefined
      const answer = endpoint.whole ? pageOfWhole(endpoint.path, result as never, request.query as object) : result
      const { caller } = request
      return writeJson(caller ? shaded(endpoint.result, answer, caller.actor) : answer, languageOf(request))
    },
  })
}

/** Whoever looks through the eyes of another writes nothing, and is asked for what is one's own as oneself. */
function behindOf(endpoint: Endpoint, caller: Caller | null): Caller | null {
  if (!caller?.behind || endpoint.access === 'public') return caller
  if (endpoint.own) return caller.behind
  if (endpoint.method !== 'GET') throw new Problem(viewAsReadOnly, { data: { as: caller.actor.name } })
  return caller
}

/** What the profile of the caller does not let be written or asked for. */
function levelFaults(endpoint: Endpoint, { body, query }: FastifyRequest, actor: Actor): Fault[] {
  const creates = endpoint.status === 201
  return [
    ...(endpoint.query ? findAskFaults(endpoint.query, query, actor) : []),
    ...(endpoint.body && !endpoint.takesFile ? findWriteFaults(endpoint.body, body, actor, creates) : []),
  ]
}

/** The strange shape is Fastify's: one compiled function for each part of a request. */
const validator: Parameters<FastifyInstance['setValidatorCompiler']>[0] = ({ schema }) => {
  const zod = schema as unknown as z.ZodType
  return data => {
    const parsed = zod.safeParse(data, { reportInput: true })
    return parsed.success ? { value: parsed.data } : { error: new InvalidInput(parsed.error) }
  }
}

/** An empty filter means the same as none. */
function withoutEmpty(query: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''))
}

/** A filter with a typing error would silently answer everything. */
function strict(query: z.ZodType): z.ZodType {
  return query instanceof z.ZodObject ? query.strict() : query
}

function schemaOf(endpoint: Endpoint): object {
  return {
    ...(endpoint.params ? { params: endpoint.params } : {}),
    ...(endpoint.query ? { querystring: strict(endpoint.query) } : {}),
    ...(endpoint.body ? { body: endpoint.body } : {}),
    response: { [endpoint.status]: endpoint.result },
  }
}

export function languageOf(request: FastifyRequest): Language {
  if (request.caller) return request.caller.actor.language
  return preferredLanguage(request)
}

/** What strangers reach; every other address of the API answers them 401, whether it exists or not. */
const OPEN = /^\/api\/(?:v1\/(?:setup|sign-in|invitations|resets|csp-reports)|openapi\.json|docs)(?:\/|$)/

function answerErrors(app: FastifyInstance, platform: Platform, gate: Gate): void {
  const answer = (request: FastifyRequest, reply: FastifyReply, thrown: Problem) => {
    const found = request.caller ? forCaller(thrown, request.caller.actor) : thrown
    if (found.retryAfter !== undefined) reply.header('retry-after', String(Math.ceil(found.retryAfter)))
    return reply
      .code(found.declaration.status)
      .type('application/problem+json; charset=utf-8')
      .serializer(payload => JSON.stringify(payload))
      .send(found.body(languageOf(request), request.id))
  }
  app.setErrorHandler<FastifyError>(async (error, request, reply) => {
    const known = asProblem(error instanceof Problem ? error : causeOf(error, request))
    if (known instanceof Problem) {
      if (known.declaration.status >= 500) {
        platform.log.error({ requestId: request.id, err: known.cause ?? known }, 'request failed')
      }
      return answer(request, reply, await explained(gate, known, request))
    }
    platform.log.error({ requestId: request.id, err: error }, 'unexpected error')
    return answer(request, reply, new Problem(internal))
  })
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] ?? ''
    if (path.startsWith('/api/') && !OPEN.test(path)) {
      request.caller = await gate.identify(request).catch(() => null)
      if (!request.caller) return answer(request, reply, new Problem(unauthenticated))
    }
    const otherMethod = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].some(
      method => method !== request.method && app.findRoute({ method: method as 'GET', url: path }) !== null,
    )
    return answer(request, reply, new Problem(otherMethod ? methodNotAllowed : notFound))
  })
}

/** Whatever the words cost, the refusal itself is answered. */
async function explained(gate: Gate, problem: Problem, { caller }: FastifyRequest): Promise<Problem> {
  if (problem.code !== forbidden.code || !caller || !gate.explain) return problem
  return gate.explain(problem, caller).catch(() => problem)
}

/** A refusal quotes records as an answer does: both sides of a conflict, who looks alike. */
function forCaller(found: Problem, actor: Actor): Problem {
  const { declaration, detail, retryAfter, cause } = found
  const data = shadedData(declaration, found.data, actor)
  if (data === found.data) return found
  return new Problem(declaration, { data, cause, ...(detail && { detail }), ...(retryAfter && { retryAfter }) })
}

/** Errors that Fastify itself raises before a handler runs. */
function causeOf(error: FastifyError, request: FastifyRequest): unknown {
  if ((error as unknown) instanceof InvalidInput) {
    return invalidInput((error as unknown as InvalidInput).faults, request.faults ?? [])
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new Problem(tooLarge)
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return new Problem(unsupportedMedia)
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
    case 'FST_ERR_BAD_URL':
      return new Problem(badRequest)
    default:
      return error.statusCode === 400 ? new Problem(badRequest, { cause: error }) : error
  }
}

function observe(app: FastifyInstance, platform: Platform): void {
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    observeRequest(request.method, route, reply.statusCode, reply.elapsedTime / 1000)
    // The query string may quote a person, so only the route is logged.
    platform.log.info(
      {
        requestId: request.id,
        method: request.method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        actor: request.caller?.actor.userId,
      },
      'request',
    )
  })
  app.addHook('onSend', async (request, reply, payload) => {
    reply.header('x-request-id', request.id)
    return payload
  })
}
