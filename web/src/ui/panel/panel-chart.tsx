import '@mantine/charts/styles.css'
import { AreaChart, BarChart, LineChart } from '@mantine/charts'
import type { PanelBlock } from './panel-types.ts'
import { usePanelWords } from './panel-words.ts'

const COLORS = ['harbour.7', 'orange.6', 'grape.6', 'teal.6', 'red.6', 'indigo.6']

/** A module's time series. */
export default function PanelChart({ block }: { block: Extract<PanelBlock, { type: 'chart' }> }) {
  const { words, figure, format } = usePanelWords()
  const shared = {
    h: 220,
    dataKey: 'at',
    data: block.points.map((point) => ({ at: format.time(point.at), ...point.values })),
    series: block.series.map((series, index) => ({
      name: series.id,
      label: words(series.label),
      color: COLORS[index % COLORS.length] ?? 'gray.6',
    })),
    valueFormatter: (value: number) => figure(value, block.unit),
    withLegend: block.series.length > 1,
  }
  if (block.shape === 'bar') return <BarChart {...shared} />
  if (block.shape === 'area') return <AreaChart {...shared} withDots={false} curveType="monotone" />
  return <LineChart {...shared} withDots={false} curveType="monotone" />
}
