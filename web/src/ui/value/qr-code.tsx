import { Anchor } from '@mantine/core'
import { useMemo } from 'react'
import { qrMatrix } from './qr-matrix.ts'

/** A text as a QR code to scan; as a link where it is too long for one. Dark on white in any theme. */
export function QrCode({
  text,
  label,
  size = 176,
}: {
  text: string
  label: string
  size?: number
}) {
  const matrix = useMemo(() => qrMatrix(text), [text])
  if (!matrix) return <Anchor href={text}>{label}</Anchor>
  const side = matrix.length + 8
  const path = matrix
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x + 4} ${y + 4}h1v1h-1z` : '')))
    .join('')
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${side} ${side}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
      style={{ borderRadius: 6, flexShrink: 0 }}
    >
      <rect width={side} height={side} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
