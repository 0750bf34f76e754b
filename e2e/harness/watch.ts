import type { BrowserContext, ConsoleMessage, Page } from '@playwright/test'

/** Collects what a browser complains about: errors of pages, of their console and of the content policy. */
export type Watch = {
  complaints: string[]
  /** Says that a complaint is part of the journey, such as a network that the journey cuts. */
  expect: (pattern: RegExp) => void
}

/** The browser itself reports every refusal; refusals are answers, and the journey looks at them on the page. */
const refusal = /^Failed to load resource: the server responded with a status of 4\d\d/

export async function watch(context: BrowserContext): Promise<Watch> {
  const complaints: string[] = []
  const expected: RegExp[] = [refusal]
  const add = (text: string) => {
    if (!expected.some(each => each.test(text))) complaints.push(text)
  }
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', event => {
      console.error(
        `content policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`,
      )
    })
  })
  const listen = (page: Page) => {
    page.on('pageerror', error => add(`page error: ${error.stack ?? error.message}`))
    page.on('crash', () => add('the page crashed'))
  }
  context.on('page', listen)
  context.on('console', (message: ConsoleMessage) => {
    if (message.type() === 'error' || message.type() === 'warning') {
      add(`${message.text()} (${message.location().url}:${message.location().lineNumber})`)
    }
  })
  context.on('request', request => {
    if (request.url().includes('/csp-reports')) add(`content policy report: ${request.postData() ?? ''}`)
  })
  return { complaints, expect: pattern => expected.push(pattern) }
}
