import { describe, expect, it } from 'vitest'
import { ceilingFor, type HugePages, readHugePages, sharedMemoryOf } from './huge-pages.ts'

const MB = 1024 * 1024
const plenty: HugePages = { free: 0, reserved: 0, surplus: 0, pageSize: 2 * MB, available: 20_000 * MB }

describe('huge pages for the buffers', () => {
  it('are asked of the kernel as many as the shared memory takes', () => {
    expect(ceilingFor(1_100 * MB, plenty)).toBe(550)
    expect(ceilingFor(sharedMemoryOf('1024MB'), plenty) * 2).toBeGreaterThan(1_100)
  })

  it('are not asked where those that lie free and are promised to nobody are enough', () => {
    expect(ceilingFor(1_100 * MB, { ...plenty, free: 550 })).toBe(0)
    expect(ceilingFor(1_100 * MB, { ...plenty, free: 550, reserved: 100 })).toBe(100)
  })

  it('come beside those that another server was given', () => {
    expect(ceilingFor(1_100 * MB, { ...plenty, surplus: 300 })).toBe(850)
  })

  it('are not asked where they would take more than half of the free memory, or the system knows none', () => {
    expect(ceilingFor(1_100 * MB, { ...plenty, available: 2_000 * MB })).toBe(0)
    expect(ceilingFor(1_100 * MB, readHugePages('MemTotal: 100 kB\n'))).toBe(0)
  })

  it('are counted as the system tells them', () => {
    const told =
      'MemAvailable:   1024 kB\nHugePages_Total:  7\nHugePages_Free:  5\nHugePages_Rsvd:  3\nHugePages_Surp:  2\n'
    expect(readHugePages(`${told}Hugepagesize:       2048 kB\n`)).toEqual({
      free: 5,
      reserved: 3,
      surplus: 2,
      pageSize: 2 * MB,
      available: MB,
    })
  })
})
