import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { useEffect } from 'react'
import { whenFactorIsDue } from '../lib/api.ts'
import { listenToKeys } from '../lib/hotkeys.ts'
import { printLight } from '../lib/print.ts'
import { UndoDialogs } from '../rooms/interests/undo-dialog.tsx'
import { Conflicts } from '../ui/conflict.tsx'
import { cssVariablesResolver, theme } from '../ui/theme.ts'
import { colorSchemeManager } from './color-scheme.ts'
import { queryClient } from './query-client.ts'
import { router } from './router.tsx'
import { forgetWhoAmI } from './session.ts'
import { SignInAgain } from './sign-in-again.tsx'

const schemes = colorSchemeManager()

/** Once, however many calls are refused together. */
function leadToFactor(): () => void {
  whenFactorIsDue(() => {
    const { pathname, search } = location
    if (pathname === '/second-factor') return
    forgetWhoAmI()
    void router.navigate({ to: '/second-factor', search: { to: pathname + search } })
  })
  return () => whenFactorIsDue(undefined)
}

/** The server writes a new nonce into the page with every answer; style elements without it are refused. */
function styleNonce(): string {
  return document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? ''
}

export function Providers() {
  useEffect(listenToKeys, [])
  useEffect(printLight, [])
  useEffect(leadToFactor, [])
  return (
    <I18nProvider i18n={i18n}>
      <MantineProvider
        theme={theme}
        cssVariablesResolver={cssVariablesResolver}
        colorSchemeManager={schemes}
        defaultColorScheme="auto"
        getStyleNonce={styleNonce}
        deduplicateInlineStyles
      >
        <QueryClientProvider client={queryClient}>
          <Notifications position="bottom-center" limit={2} zIndex={400} transitionDuration={140} />
          <RouterProvider router={router} />
          <Conflicts />
          <UndoDialogs />
          <SignInAgain />
        </QueryClientProvider>
      </MantineProvider>
    </I18nProvider>
  )
}
