import type { Answer } from './ask.ts'
import type { FuzzRequest } from './requests.ts'

/** What only the inside of the product knows: traces of a stack, SQL and its errors, files of the machine. */
const inside: Readonly<Record<string, RegExp>> = {
  'a stack': /\n\s+at .+[(/].+:\d+:\d+|"stack"\s*:/,
  'a file of the product': /node_modules|server\/(?:rooms|platform|app)\/|file:\/\/\/(?!etc\/passwd)|\.ts:\d+/,
  'words of the database':
    /syntax error at|violates [\w-]+ constraint|relation "|column "|invalid input syntax|SQLSTATE|pg_catalog|duplicate key value|out of range for type|ECONNREFUSED/i,
  'a query': /\bselect\b[\s\S]{1,200}\bfrom\b[\s\S]{1,100}\bwhere\b|\binsert into\b|\bupdate \w+ set\b/i,
}

interface ProblemText {
  code?: unknown
  title?: unknown
  status?: unknown
  requestId?: unknown
}

/** What is wrong with this answer, in words; empty when it is as it must be. */
export function faultsOf(asked: FuzzRequest, answer: Answer | null, holds: (right: string) => boolean): string[] {
  if (answer === null) return ['no answer in time']
  const { operation, refusedFor, caller } = asked
  const { status, text, type } = answer
  // A request that was cut off before its end may be told so by a closed connection only: of a body beyond the limit.
  if (status === 0) return asked.body && asked.body.length > 1024 * 1024 ? [] : ['the connection was cut']
  const faults: string[] = []
  if (status >= 500) faults.push(`${status}: ${text.slice(0, 300)}`)
  if (status >= 300 && status < 400) faults.push(`${status}, which no operation answers with`)
  if (status >= 400) {
    faults.push(...faultsOfProblem(asked, answer))
    const said = withoutEcho(text, asked).replaceAll('\\n', '\n')
    for (const [what, pattern] of Object.entries(inside)) {
      const found = pattern.exec(said)
      if (found) faults.push(`the answer shows ${what}: ${found[0].slice(0, 100)}`)
    }
    return faults
  }
  if (status >= 300) return faults
  if (refusedFor !== null) faults.push(`${status} for what is not valid: ${refusedFor.slice(0, 300)}`)
  const { access } = operation
  const isOpen = access === 'public'
  if (!isOpen && caller === 'stranger') faults.push(`${status} for a stranger`)
  if (!isOpen && access !== 'session' && !holds(access)) faults.push(`${status} without the right ${access}`)
  const shape = type.startsWith('text/event-stream') ? null : operation.answerFault(status, text)
  if (shape !== null) faults.push(`${status} is not what the document says: ${shape.slice(0, 300)}`)
  return faults
}

function faultsOfProblem({ operation }: FuzzRequest, { status, type, text }: Answer): string[] {
  if (!type.startsWith('application/problem+json')) return [`${status} of the type ${type || 'none'}`]
  let problem: ProblemText
  try {
    problem = JSON.parse(text) as ProblemText
  } catch {
    return [`${status} that is no JSON`]
  }
  const { code, title, requestId } = problem
  if (typeof code !== 'string' || typeof title !== 'string' || typeof requestId !== 'string') {
    return [`${status} that lacks code, title or id`]
  }
  if (problem.status !== status) return [`${status} that calls itself ${String(problem.status)}`]
  return operation.problems.has(code) ? [] : [`${code}, which the document does not name`]
}

/** What was sent may come back in an answer, as the name of an unknown property does. */
function withoutEcho(text: string, { target, body }: FuzzRequest): string {
  const sent = `${decoded(target)}\n${body && body.length < 100_000 ? body.toString('utf8') : ''}`
  const pieces = sent.split(/["{}[\],?&=\n]+/).filter(each => each.length > 5)
  return pieces.reduce((left, piece) => left.replaceAll(piece, '…'), text)
}

function decoded(target: string): string {
  try {
    return decodeURIComponent(target)
  } catch {
    return target
  }
}
