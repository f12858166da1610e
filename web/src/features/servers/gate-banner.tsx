import { IconHandStop, IconPlayerPause, IconPlugConnectedX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import { Banner } from '../../ui/page/banner.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { useServerActions } from './server-actions.ts'
import type { ServerPage } from './server-requests.ts'

const LOOKS = {
  paused: { icon: IconPlayerPause, color: 'orange' },
  broken: { icon: IconPlugConnectedX, color: 'red' },
  suspended: { icon: IconHandStop, color: 'orange' },
} as const

/** Why no call reaches the server, what that means for its operations, and how to end it. */
export function GateBanner({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  const context = useServerActions(server)
  const { gate } = server
  if (gate.state === 'open') return null
  const { icon, color } = LOOKS[gate.state]
  const resume = server.actions.find(({ id }) => id === 'server.resume')
  return (
    <Banner
      icon={icon}
      color={color}
      title={
        <>
          {t(`servers.gate.title.${gate.state}`, { count: gate.failures })}
          {gate.until && (
            <>
              {' '}
              {t(`servers.gate.until.${gate.state}`)} <TimeText at={gate.until} />
            </>
          )}
        </>
      }
      aside={resume && <ActionButton offer={resume} {...context} />}
    >
      {[gate.reason, t(`servers.gate.text.${gate.state}`)].filter(Boolean).join(' · ')}
    </Banner>
  )
}
