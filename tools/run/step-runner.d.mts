export type Counts = { passed: number; failed: number; skipped: number }

export type Step = {
  name: string
  args?: string[]
  work?: () => Promise<{ ok: boolean; output: string }>
  env?: Record<string, string>
  counts?: (ok: boolean) => Counts
  after?: string[]
  alone?: boolean
  minutes?: number
}

export function runSteps(options: { node: string; root: string; steps: Step[]; lanes?: number }): Promise<number>
export function emptyResults(root: string): string
export function vitestCounts(file: string): () => Counts
export function playwrightCounts(file: string): () => Counts
