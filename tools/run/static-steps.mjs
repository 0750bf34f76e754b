/**
 * What can be found without running the product. Every tool is started by the path of its own entry, never through
 * `.bin`: some npm versions link nothing there.
 * @type {import('./step-runner.mjs').Step[]}
 */
export const staticSteps = [
  { name: 'lint', args: ['node_modules/oxlint/bin/oxlint', '--type-aware', '--deny-warnings', '--format=unix', '.'] },
  { name: 'types', args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
  { name: 'types web', args: ['node_modules/typescript/bin/tsc', '-p', 'web/tsconfig.json'] },
  { name: 'types e2e', args: ['node_modules/typescript/bin/tsc', '-p', 'e2e/tsconfig.json'] },
  { name: 'format', args: ['node_modules/@biomejs/biome/bin/biome', 'format', '--reporter=summary', '.'] },
  { name: 'structure', args: ['tools/structure-check.ts'] },
  { name: 'imports', args: ['tools/import-check.ts'] },
  { name: 'unused', args: ['node_modules/knip/bin/knip.js', '--no-progress', '--no-config-hints'] },
  { name: 'texts', args: ['node_modules/@lingui/cli/dist/lingui.js', 'check', 'sync', '--clean'] },
  { name: 'translations', args: ['node_modules/@lingui/cli/dist/lingui.js', 'check', 'missing', '--mode', 'catalog'] },
]
