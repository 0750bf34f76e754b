import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { badRequest, type Language, tooLarge } from '../contract.ts'
import { Problem } from '../problems.ts'
import { newId } from '../pure/ids.ts'
import { preferredLanguage } from './language.ts'
import { headersOfEveryAnswer } from './security.ts'

/** What the hooks of a route would have done: nobody comes that far with what cannot be read. */
function written(problem: Problem, language: Language, isSecure: boolean) {
  const requestId = newId()
  const body = Buffer.from(JSON.stringify(problem.body(language, requestId)))
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-length': String(body.length),
    'x-request-id': requestId,
    ...headersOfEveryAnswer(isSecure),
  }
  return { body, headers, status: problem.declaration.status }
}

/** Answers an address of which no route can be told: of broken escapes, or with an id as long as a letter. */
export function answerUnreadable(_error: Error, request: FastifyRequest, reply: FastifyReply): void {
  const { status, headers, body } = written(
    new Problem(badRequest),
    preferredLanguage(request),
    request.protocol === 'https',
  )
  reply.raw.writeHead(status, headers).end(body)
}

/** Answers what is no HTTP request, or none that ends, and closes the connection. */
export function answerNoRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  if (socket.writable) {
    const problem = new Problem(error.code === 'HPE_HEADER_OVERFLOW' ? tooLarge : badRequest)
    const { status, headers, body } = written(problem, 'ru', 'encrypted' in socket)
    const lines = Object.entries({ ...headers, connection: 'close' }).map(([name, value]) => `${name}: ${value}\r\n`)
    socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n`)
    socket.write(body)
  }
  socket.destroySoon()
}
