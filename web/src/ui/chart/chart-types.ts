export interface ChartProps {
  shape: 'line' | 'area' | 'bar' | 'stacked'
  /** One row per point of the axis; the series' values under their ids. */
  rows: Record<string, string | number | null>[]
  /** The row's property that stands on the axis, already in words. */
  x: string
  series: { id: string; label: string; color?: string }[]
  /** How values are written. */
  format?: (value: number) => string
  height?: number
  /** A click on a point of the axis, by its row. */
  onChoose?: (index: number) => void
  /** What the picture says, for those who do not see it. */
  label: string
}

export interface DonutProps {
  parts: { label: string; value: number; color: string }[]
  format?: (value: number) => string
  size?: number
  label: string
}
