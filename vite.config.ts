// @ts-expect-error: Babel ships no types of its own
import { transformAsync } from '@babel/core'
import { lingui } from '@lingui/vite-plugin'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = process.env.INTERES_SERVER ?? 'http://127.0.0.1:3000'

// Chunks that change rarely are kept apart, so that an upgrade of the product does not load them again.
const vendors: [name: string, part: RegExp][] = [
  ['react', /node_modules[\\/](react|react-dom|scheduler)[\\/]/],
  ['mantine', /node_modules[\\/](@mantine[\\/](core|hooks|notifications|spotlight|form)|@floating-ui)[\\/]/],
  [
    'tanstack',
    /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|react-query|query-core|store|react-store)[\\/]/,
  ],
  ['zod', /node_modules[\\/]zod[\\/]/],
]

/**
 * Texts in code become messages of a catalogue. By Babel, for those files only: npm leaves Lingui's own native
 * transform out where the system's Node is older than 22.19, and newcomers have 18 and 20.
 */
export function macros(): Plugin {
  return {
    name: 'interes-texts',
    enforce: 'pre',
    transform: {
      filter: { id: /\.tsx?$/, code: /@lingui\/(core|react)\/macro/ },
      async handler(code, id) {
        const done = await transformAsync(code, {
          filename: id,
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          parserOpts: { plugins: id.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
          plugins: ['@lingui/babel-plugin-lingui-macro'],
        })
        return done?.code ? { code: done.code, map: done.map as never } : undefined
      },
    },
  }
}

export default defineConfig({
  root: 'web',
  plugins: [macros(), lingui({ failOnCompileError: true }), react({ compiler: true })],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The default target would rewrite light-dark() and lose backgrounds.
    cssTarget: ['chrome125', 'firefox128', 'safari18'],
    // A data: font or picture would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      output: {
        codeSplitting: { groups: vendors.map(([name, test]) => ({ name, test })) },
      },
    },
  },
  worker: { format: 'es' },
  server: {
    port: 5173,
    strictPort: false,
    fs: { allow: ['..'] },
    proxy: {
      '/api': { target: server, xfwd: true },
      '/health': { target: server },
    },
  },
})
