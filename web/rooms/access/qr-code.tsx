import encodeQR from 'qr'
import styles from './factor.module.css'

/** Light cells around, as cameras need them. */
const MARGIN = 2

/** A picture that an app reads with the camera; drawn here, so that the key goes nowhere. */
export default function QrCode({ text, label }: { text: string; label: string }) {
  const cells = encodeQR(text, 'raw', { ecc: 'medium', border: 0 })
  const size = cells.length + 2 * MARGIN
  // One bar for each run of dark cells, so that no seams show between them.
  const bars = cells.flatMap((row, y) =>
    [
      ...row
        .map(dark => (dark ? '1' : '0'))
        .join('')
        .matchAll(/1+/g),
    ].map(({ 0: run, index }) => `M${index + MARGIN} ${y + MARGIN}h${run.length}v1h-${run.length}z`),
  )
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={bars.join('')} fill="#000" />
    </svg>
  )
}
