import type { FastifyRequest } from 'fastify'
import type { Language } from '../contract.ts'

/** What a stranger's browser asks for first; Russian unless it is English. */
export function preferredLanguage({ headers }: Pick<FastifyRequest, 'headers'>): Language {
  return /^\s*en\b/i.test(headers['accept-language'] ?? '') ? 'en' : 'ru'
}
