import { Alert, Box, Group, Stack, Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCalendarOff,
  IconHandStop,
  IconPlayerPause,
  IconQuestionMark,
  IconRobotOff,
  type TablerIcon,
} from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import type { ActionContext, ActionOffer } from '../../ui/action/action-types.ts'
import { TimeText } from '../../ui/value/time-text.tsx'
import { OperationActions } from '../operations/operation-actions.tsx'
import type { ServicePage } from './service-requests.ts'

interface BannersProps {
  service: ServicePage
  offers: ActionOffer[]
  context: ActionContext
}

/** What stands out about a service, worst first, each with its way out. */
export function ServiceBanners(props: BannersProps) {
  const { t } = useTranslation()
  const { service } = props
  const { failure, operation, cancellation, hold } = service
  const isUnknown = operation?.state === 'unknown'
  const way = (verb: string) => <WayOut {...props} verb={verb} />
  return (
    <Stack gap="xs" className="gone-when-empty">
      {failure && !isUnknown && (
        <Banner
          icon={IconAlertTriangle}
          color="red"
          title={t('services.banner.failed', { count: failure.attempts })}
          text={failure.message}
          aside={<OperationActions operationId={failure.operationId} asButtons={['retry']} />}
        />
      )}
      {isUnknown && (
        <Banner
          icon={IconQuestionMark}
          color="orange"
          title={t('services.banner.unknown', { count: operation.attempts })}
          text={failure?.message ?? t('services.banner.unknownText')}
          aside={<OperationActions operationId={operation.id} asButtons={['retry', 'resolve']} />}
        />
      )}
      {service.suspensions.length > 0 && (
        <Banner
          icon={IconPlayerPause}
          color="orange"
          title={service.because}
          text={<SuspensionMessages service={service} />}
          aside={way('unsuspend')}
        />
      )}
      {cancellation && service.endedAt === null && (
        <Banner
          icon={IconCalendarOff}
          color="orange"
          title={
            <>
              {t('services.banner.ends')} <TimeText at={service.expiresAt} as="day" />
            </>
          }
          text={[cancellation.by?.name, cancellation.details].filter(Boolean).join(' · ')}
          aside={way('undo_cancellation')}
        />
      )}
      {hold && (
        <Banner
          icon={IconHandStop}
          color="yellow"
          title={
            hold.until ? (
              <>
                {t('services.banner.heldUntil')} <TimeText at={hold.until} as="day" />
              </>
            ) : (
              t('services.banner.held')
            )
          }
          text={hold.reason}
          aside={way('release')}
        />
      )}
      {service.automationPaused && (
        <Banner
          icon={IconRobotOff}
          color="yellow"
          title={t('services.banner.paused')}
          aside={way('resume_automation')}
        />
      )}
    </Stack>
  )
}

function WayOut({ verb, offers, context }: BannersProps & { verb: string }) {
  const offer = offers.find((one) => one.id === `service.${verb}`)
  return offer ? <ActionButton offer={offer} {...context} /> : null
}

function SuspensionMessages({ service }: { service: ServicePage }) {
  const { t } = useTranslation()
  const told = service.suspensions.filter((one) => one.message)
  if (told.length === 0) return null
  return told.map((one) => (
    <Text size="xs" key={one.cause}>
      {t('services.banner.told', { message: one.message })}
    </Text>
  ))
}

interface BannerProps {
  icon: TablerIcon
  color: string
  title: ReactNode
  text?: ReactNode
  aside?: ReactNode
}

function Banner({ icon: Icon, color, title, text, aside }: BannerProps) {
  return (
    <Alert color={color} py={8} px="sm" icon={<Icon size={18} aria-hidden />} role="status">
      <Group justify="space-between" gap="xs" wrap="wrap">
        <Box style={{ flex: '1 1 240px', minWidth: 0 }}>
          <Text size="sm" fw={600} component="div">
            {title}
          </Text>
          {text && (
            <Text size="sm" component="div">
              {text}
            </Text>
          )}
        </Box>
        {aside}
      </Group>
    </Alert>
  )
}
