import { IconClockExclamation, IconCreditCardOff, IconHandStop, IconZzz } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/page/banner.tsx'
import type { BrakeReason } from './brake-types.ts'

const ICONS = {
  too_many: IconHandStop,
  clock_jump: IconClockExclamation,
  no_sweep_yesterday: IconZzz,
  gateway_unreachable: IconCreditCardOff,
}

/** Why something is held at present, in words. */
export function BrakeReasons({ reasons }: { reasons: readonly BrakeReason[] }) {
  const { t } = useTranslation()
  return reasons.map((reason) => (
    <Banner
      key={reason}
      color="orange"
      icon={ICONS[reason] ?? IconHandStop}
      title={t(`brake.reason.${reason}`)}
    >
      {t(`brake.reasonText.${reason}`)}
    </Banner>
  ))
}
