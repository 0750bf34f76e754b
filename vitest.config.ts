import { defineConfig } from 'vitest/config'
import { macros } from './vite.config.ts'

/** Decisions and tools: no database, no clock, milliseconds. */
const unit = [
  'server/platform/pure/**/*.test.ts',
  'server/platform/spreadsheets/*.test.ts',
  'server/app/demo/generate/**/*.test.ts',
  'server/rooms/**/{contract,rules,policy}.test.ts',
  'tools/**/*.test.ts',
  'web/**/*.test.{ts,tsx}',
]
const slow = ['server/**/*.slow.test.ts', 'tools/**/*.slow.test.ts']

export default defineConfig({
  // texts in the code of the web part become messages before it runs
  plugins: [macros()],
  test: {
    // threads that several files share are three times faster; so nothing may live at the level of a module
    pool: 'threads',
    isolate: false,
    maxWorkers: 2,
    setupFiles: ['tools/test-warnings.ts'],
    passWithNoTests: true,
    projects: [
      { extends: true, test: { name: 'unit', include: unit, exclude: slow, testTimeout: 10_000 } },
      {
        extends: true,
        test: {
          name: 'database',
          include: ['server/**/*.test.ts'],
          exclude: [...unit, ...slow],
          globalSetup: ['tools/test-database.ts'],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'slow',
          include: slow,
          // these start and kill processes of their own: one at a time, so that they do not starve each other
          fileParallelism: false,
          // and behind the others where all are asked for at once
          sequence: { groupOrder: 1 },
          globalSetup: ['tools/test-database.ts'],
          testTimeout: 240_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
})
