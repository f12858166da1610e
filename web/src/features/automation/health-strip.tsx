import {
  IconAlertTriangle,
  IconClock,
  IconHourglass,
  IconPlayerPause,
  IconRobot,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { FigureStrip } from '../../ui/page/figure-strip.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import type { AutomationHealth } from './automation-requests.ts'
import { SweepAge } from './sweep-age.tsx'

/** Whether the automation keeps up, at a glance. */
export function HealthStrip({ health }: { health: AutomationHealth }) {
  const { t } = useTranslation()
  const format = useFormat()
  const waiting = Object.values(health.blocked).reduce((sum, count) => sum + count, 0)
  return (
    <FigureStrip
      label={t('automation.health.title')}
      figures={[
        {
          label: t('automation.health.sweep'),
          value: <SweepAge lastSweepAt={health.lastSweepAt} isShort />,
          icon: IconRobot,
        },
        {
          label: t('automation.health.due'),
          value: format.number(health.due),
          hint: t('automation.health.dueHint'),
          icon: IconClock,
        },
        {
          label: t('automation.health.late'),
          value: format.number(health.late),
          color: health.late > 0 ? 'red' : undefined,
          hint: <Late resync={health.resync} />,
          icon: IconHourglass,
        },
        {
          label: t('automation.health.failures'),
          value: format.number(health.failures),
          color: health.failures > 0 ? 'red' : undefined,
          hint: <SetAside failing={health.failing} />,
          icon: IconAlertTriangle,
        },
        {
          label: t('automation.health.blocked'),
          value: format.number(waiting),
          hint: <Blocked blocked={health.blocked} />,
          icon: IconPlayerPause,
        },
      ]}
    />
  )
}

/** What late means, and what the last night's look at every service has found. */
function Late({ resync }: Pick<AutomationHealth, 'resync'>) {
  const { t } = useTranslation()
  const format = useFormat()
  const words = [t('automation.health.lateHint')]
  if (resync) {
    const when = format.day(resync.finishedAt)
    words.push(
      resync.late === 0
        ? t('automation.health.resyncNone', { when })
        : t('automation.health.resyncLate', { count: resync.late, when }),
    )
  }
  return words.join(' · ')
}

/** Services that an error took out of the automation, with the way to them. */
function SetAside({ failing }: { failing: Record<string, number> }) {
  const { t } = useTranslation()
  const count = Object.values(failing).reduce((sum, one) => sum + one, 0)
  if (count === 0) return t('automation.health.noneFailing')
  return (
    <TextLink to="/admin/services" search={{ status: 'needs_attention' }}>
      {t('automation.health.setAside', { count })}
    </TextLink>
  )
}

const WHERE: Record<string, { to: string; search?: Record<string, string> }> = {
  operation: { to: '/admin/operations' },
  approval: { to: '/admin/automation/brake' },
  hold: { to: '/admin/services', search: { held: 'yes' } },
  staff: { to: '/admin/services', search: { status: 'needs_attention' } },
}

function Blocked({ blocked }: { blocked: Record<string, number> }) {
  const { t } = useTranslation()
  const format = useFormat()
  const reasons = Object.entries(blocked).filter(([, count]) => count > 0)
  return reasons.map(([reason, count], index) => {
    const words = `${t(`automation.blocked.${reason}`, { defaultValue: reason })} ${format.number(count)}`
    const place = WHERE[reason]
    return (
      <span key={reason}>
        {index > 0 && ' · '}
        {place ? <TextLink {...place}>{words}</TextLink> : words}
      </span>
    )
  })
}
