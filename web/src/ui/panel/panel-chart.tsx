import { LazyChart } from '../chart/lazy-chart.tsx'
import type { PanelBlock } from './panel-types.ts'
import { usePanelWords } from './panel-words.ts'

/** A module's time series. */
export function PanelChart({ block }: { block: Extract<PanelBlock, { type: 'chart' }> }) {
  const { words, figure, format } = usePanelWords()
  return (
    <LazyChart
      label={words(block.title)}
      shape={block.shape}
      x="at"
      rows={block.points.map((point) => ({ ...point.values, at: format.time(point.at) }))}
      series={block.series.map((series) => ({ id: series.id, label: words(series.label) }))}
      format={(value) => figure(value, block.unit)}
    />
  )
}
