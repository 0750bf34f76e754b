import '@mantine/core/styles.layer.css'
import '@mantine/dates/styles.layer.css'
import '@mantine/notifications/styles.layer.css'
import '@mantine/spotlight/styles.layer.css'
import '../ui/fonts.css'
import '../ui/tokens.css'
import '../ui/base.css'
import '../ui/mantine.css'
import '../ui/print.css'
// First of all: the router must not see the token.
import '../lib/one-time-token.ts'
import '../lib/provider-return.ts'
import { createRoot } from 'react-dom/client'
import { activateLanguage, firstLanguage } from '../lib/language.ts'
import { Providers } from './providers.tsx'

const root = document.getElementById('root')
if (root) {
  // The first text seen is already in the person's language.
  void activateLanguage(firstLanguage()).then(() => createRoot(root).render(<Providers />))
}
