import { ReasonStatistics } from '../../../features/cancellation-reasons/reason-statistics.tsx'
import { ReasonsFrame } from '../../../features/cancellation-reasons/reasons-frame.tsx'

/** Why services were cancelled. */
export default function CancellationStatisticsPage() {
  return (
    <ReasonsFrame>
      <ReasonStatistics />
    </ReasonsFrame>
  )
}
