import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance } from 'fastify'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { platformProblems, problemBody, type ProblemDeclaration } from '../contract.ts'
import { preferredLanguage } from './language.ts'
import { problemPage } from './problem-page.ts'
import type { Route } from './route.ts'

/** A body that is a file. */
const FILE = { consumes: ['application/octet-stream'], body: { type: 'string', format: 'binary' } }

const byAccess = createJsonSchemaTransform({ zodToJsonConfig: { unrepresentable: 'any' } } as never)

/** OpenAPI 3.1 at `/api/openapi.json` from the same contracts that are mounted, and a readable page at `/api/docs`. */
export async function describeApi(
  app: FastifyInstance,
  routes: readonly Route[],
  obstacles: readonly ProblemDeclaration[],
): Promise<void> {
  const byPlace = new Map(routes.map(({ endpoint }) => [`${endpoint.method} ${endpoint.path}`, endpoint]))
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Interes',
        version: '1',
        description: 'HTTP API of Interes. Conventions: ids are UUIDv7 made by the caller, problems follow RFC 9457.',
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'sid' },
          key: { type: 'http', scheme: 'bearer' },
        },
        schemas: { Problem: z.toJSONSchema(problemBody) as never },
      },
    },
    transform: input => {
      const described = byAccess(input as never)
      const method = [input.route.method].flat()[0] ?? 'GET'
      const endpoint = byPlace.get(`${method} ${input.route.url}`)
      if (!endpoint) return { schema: { ...described.schema, hide: true }, url: described.url }
      const met = endpoint.access === 'public' ? [] : obstacles
      const codes = [...new Set([...platformProblems, ...met, ...endpoint.problems].map(p => p.code))]
      return {
        url: described.url,
        schema: {
          ...described.schema,
          ...(endpoint.takesFile ? FILE : {}),
          summary: endpoint.summary,
          operationId: operationId(method, input.route.url),
          tags: [input.route.url.split('/')[3] ?? 'api'],
          hide: endpoint.hidden ?? false,
          security: endpoint.access === 'public' ? [] : [{ session: [] }, { key: [] }],
          'x-access': typeof endpoint.access === 'string' ? endpoint.access : endpoint.access.right,
          'x-problems': codes,
          response: {
            ...answersOf(described.schema['response'] as Record<string, unknown>, endpoint.status),
            default: {
              description: `Problem: ${endpoint.problems.map(p => `${p.status} ${p.code}`).join(', ') || 'see x-problems'}`,
              content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
            },
          },
        } as never,
      }
    },
  })
  app.get('/api/openapi.json', { schema: { hide: true } as never }, async () => app.swagger())
  const problems = [...platformProblems, ...obstacles, ...routes.flatMap(({ endpoint }) => endpoint.problems)]
  app.get('/api/docs/problems', { schema: { hide: true } as never }, async (request, reply) =>
    reply
      .type('text/html; charset=utf-8')
      .serializer(String)
      .send(problemPage(problems, preferredLanguage(request))),
  )
  await app.register(swaggerUi, { routePrefix: '/api/docs', uiConfig: { deepLinking: true } })
}

function operationId(method: string, path: string): string {
  const words = path
    .replace('/api/v1/', '')
    .split('/')
    .map(part => part.replace(/^:/, 'by-'))
  return [method.toLowerCase(), ...words].join('-').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

/** A repeat of a creation answers 200 with the same shape. */
function answersOf(response: Record<string, unknown>, status: number): Record<string, unknown> {
  return status === 201 ? { ...response, 200: response['201'] } : response
}
