import '@mantine/charts/styles.css'
import { AreaChart, BarChart, DonutChart, LineChart } from '@mantine/charts'
import type { ChartProps, DonutProps } from './chart-types.ts'

const COLORS = ['harbour.7', 'orange.6', 'grape.6', 'teal.6', 'red.6', 'indigo.6']

/** Series over a common axis. Loaded through `LazyChart` only. */
export default function Chart(props: ChartProps) {
  const { shape, rows, x, series, format, height = 220, onChoose } = props
  const shared = {
    h: height,
    dataKey: x,
    data: rows,
    series: series.map((one, index) => ({
      name: one.id,
      label: one.label,
      color: one.color ?? COLORS[index % COLORS.length] ?? 'gray.6',
    })),
    valueFormatter: format,
    withLegend: series.length > 1,
  }
  if (shape === 'bar' || shape === 'stacked') {
    const choose = ({ activeTooltipIndex }: { activeTooltipIndex?: unknown }) => {
      const index = Number(activeTooltipIndex)
      if (onChoose && Number.isInteger(index)) onChoose(index)
    }
    return (
      <BarChart
        {...shared}
        type={shape === 'stacked' ? 'stacked' : 'default'}
        maxBarWidth={44}
        barChartProps={onChoose && { onClick: choose, style: { cursor: 'pointer' } }}
      />
    )
  }
  if (shape === 'area') return <AreaChart {...shared} withDots={false} curveType="monotone" />
  return <LineChart {...shared} withDots={false} curveType="monotone" />
}

/** Parts of a whole. Loaded through `LazyDonut` only. */
export function Donut({ parts, format, size = 160 }: DonutProps) {
  return (
    <DonutChart
      size={size}
      thickness={18}
      data={parts.map((part) => ({ name: part.label, value: part.value, color: part.color }))}
      valueFormatter={format}
      tooltipDataSource="segment"
    />
  )
}
