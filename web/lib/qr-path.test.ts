import decodeQR from 'qr/decode.js'
import { expect, it } from 'vitest'
import { qrPath } from './qr-path.ts'

const SCALE = 4

/** What a camera would see of the path. */
function photograph({ size, path }: { size: number; path: string }) {
  const side = size * SCALE
  const data = new Uint8Array(side * side * 4).fill(255)
  for (const [, x = '', y = '', width = ''] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/g)) {
    for (let row = Number(y) * SCALE; row < (Number(y) + 1) * SCALE; row++) {
      const from = (row * side + Number(x) * SCALE) * 4
      data.fill(0, from, from + Number(width) * SCALE * 4)
    }
  }
  return { width: side, height: side, data }
}

it('draws what an app with a camera reads, Russian names included', () => {
  const key = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
  const label = encodeURIComponent('Interes Климат Плюс')
  const uri = `otpauth://totp/${label}:anna@example.org?secret=${key}&issuer=${label}&algorithm=SHA1&digits=6&period=30`
  expect(decodeQR(photograph(qrPath(uri)))).toBe(uri)
})
