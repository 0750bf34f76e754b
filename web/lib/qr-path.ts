import encodeQR from 'qr'

/** Light cells around, as cameras need them. */
const MARGIN = 2

/** A QR code as one path of an SVG of so many cells: one bar for each run of dark cells, so that no seams show. */
export function qrPath(text: string): { size: number; path: string } {
  const cells = encodeQR(text, 'raw', { ecc: 'medium', border: MARGIN })
  const bars = cells.flatMap((row, y) =>
    [
      ...row
        .map(dark => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
    ].map(({ 0: run, index }) => `M${index} ${y}h${run.length}v1h-${run.length}z`),
  )
  return { size: cells.length, path: bars.join('') }
}
