import { defineConfig } from '@lingui/conf'
import { formatter } from '@lingui/format-po'

// No origins and no line numbers: a catalogue changes only when a text does, so that branches merge without conflicts.
export default defineConfig({
  sourceLocale: 'ru',
  locales: ['ru', 'en'],
  catalogs: [
    {
      path: 'web/locales/{locale}',
      include: ['web'],
      exclude: ['**/*.test.ts', '**/*.test.tsx', 'web/pages/gallery.tsx'],
    },
  ],
  format: formatter({ origins: false, lineNumbers: false, printPlaceholdersInComments: false }),
  orderBy: 'messageId',
})
