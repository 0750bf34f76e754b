import { defineConfig } from '@playwright/test'
import { findBrowser } from '../tools/run/browser.mjs'

const browser = findBrowser()
const report = process.env.INTERES_REPORT

export default defineConfig({
  testDir: '.',
  testMatch: '*.journey.ts',
  globalSetup: './harness/web-build.mjs',
  outputDir: '../.cache/journeys',
  // each worker starts a product of its own, with its own database
  workers: 2,
  fullyParallel: false,
  // a journey that needs a second try is a defect of the product or of the journey
  retries: 0,
  forbidOnly: process.env.CI !== undefined,
  timeout: 120_000,
  expect: { timeout: 20_000 },
  reporter: report === undefined ? [['list']] : [['list'], ['json', { outputFile: report }]],
  use: {
    browserName: 'chromium',
    headless: true,
    locale: 'ru-RU',
    timezoneId: 'Europe/Moscow',
    viewport: { width: 1440, height: 900 },
    colorScheme: 'light',
    reducedMotion: 'reduce',
    trace: 'off',
    video: 'off',
    screenshot: 'off',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      args: [
        // root has no sandbox, and the shared memory of a container is small
        ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
        '--disable-dev-shm-usage',
        '--disable-gpu',
        '--font-render-hinting=none',
        '--disable-background-networking',
      ],
    },
  },
})
