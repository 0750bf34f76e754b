import { qrPath } from '../../lib/qr-path.ts'
import styles from './factor.module.css'

/** A picture that an app reads with the camera; drawn here, so that the key goes nowhere. */
export default function QrCode({ text, label }: { text: string; label: string }) {
  const { size, path } = qrPath(text)
  return (
    <svg
      className={styles.qr}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
