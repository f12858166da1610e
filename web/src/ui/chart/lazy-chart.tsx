import { Box } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { LoadingState } from '../state/states.tsx'
import type { ChartProps, DonutProps } from './chart-types.ts'

const Chart = lazy(() => import('./chart.tsx'))
const Donut = lazy(() =>
  import('./chart.tsx').then(({ Donut: component }) => ({ default: component })),
)

/** A chart whose library is loaded only where one is shown. */
export function LazyChart(props: ChartProps) {
  return (
    <Box role="img" aria-label={props.label} mih={props.height ?? 220}>
      <Suspense fallback={<LoadingState />}>
        <Chart {...props} />
      </Suspense>
    </Box>
  )
}

/** Parts of a whole; say the numbers beside it too, a picture alone is not enough. */
export function LazyDonut(props: DonutProps) {
  return (
    <Box role="img" aria-label={props.label}>
      <Suspense fallback={<LoadingState />}>
        <Donut {...props} />
      </Suspense>
    </Box>
  )
}
