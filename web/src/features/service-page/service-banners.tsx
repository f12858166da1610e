import { Text } from '@mantine/core'
import {
  IconAlertTriangle,
  IconCalendarOff,
  IconGift,
  IconHandStop,
  IconPlayerPause,
  IconQuestionMark,
  IconRobotOff,
} from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import { Banner } from '../../ui/page/banner.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import { ServiceDriftBanner } from '../drift/service-drift-banner.tsx'
import { OperationActions } from '../operations/operation-actions.tsx'
import { AutoPayBanner } from './auto-pay-banner.tsx'
import type { ServiceParts } from './service-frame.tsx'
import { SuspensionCauses } from './suspension-causes.tsx'

/** What stands out about a service, worst first, each with its way out. */
export function ServiceBanners(props: ServiceParts) {
  const { service } = props
  return (
    <>
      <OperationBanner {...props} />
      <ServiceDriftBanner serviceId={service.id} />
      {service.suspensions.length > 0 && service.endedAt === null && (
        <SuspensionBanner {...props} />
      )}
      {service.cancellation && service.endedAt === null && <CancellationBanner {...props} />}
      <AutoPayBanner {...props} />
      <AutomationBanners {...props} />
    </>
  )
}

/** A delivery that failed or whose outcome nobody knows, in the provider's own words. */
function OperationBanner({ service }: ServiceParts) {
  const { t } = useTranslation()
  const { failure, operation } = service
  const ofOperation = (id: string, verbs: string[]) => (
    <OperationActions operationId={id} asButtons={verbs} />
  )
  if (operation?.state === 'unknown') {
    return (
      <Banner
        icon={IconQuestionMark}
        color="orange"
        title={t('services.banner.unknown', { count: operation.attempts })}
        aside={ofOperation(operation.id, ['retry', 'resolve'])}
      >
        {failure?.message ?? t('services.banner.unknownText')}
      </Banner>
    )
  }
  if (!failure) return null
  return (
    <Banner
      icon={IconAlertTriangle}
      color="red"
      title={t('services.banner.failed', { count: failure.attempts })}
      aside={ofOperation(failure.operationId, ['retry'])}
    >
      {failure.message}
    </Banner>
  )
}

function SuspensionBanner(props: ServiceParts) {
  const { t } = useTranslation()
  const { service } = props
  return (
    <Banner
      icon={IconPlayerPause}
      color="orange"
      title={
        <>
          {t('servicePage.banner.suspended')} <TimeText at={service.suspensions[0]?.since} />
        </>
      }
      aside={<WayOut {...props} verb="unsuspend" />}
    >
      <SuspensionCauses causes={service.suspensions} />
    </Banner>
  )
}

function CancellationBanner(props: ServiceParts) {
  const { t } = useTranslation()
  const { id, cancellation, expiresAt } = props.service
  return (
    <Banner
      icon={IconCalendarOff}
      color="orange"
      title={
        <>
          {t('services.banner.ends')} <TimeText at={expiresAt} as="day" />
        </>
      }
      aside={<WayOut {...props} verb="undo_cancellation" />}
    >
      {[cancellation?.by?.name, cancellation?.details].filter(Boolean).join(' · ')}{' '}
      <TextLink to={`/admin/services/${id}/cancellation`} isInText>
        {t('servicePage.banner.cancellation')}
      </TextLink>
    </Banner>
  )
}

/** What keeps the automation away, and a first period that costs nothing. */
function AutomationBanners(props: ServiceParts) {
  const { t } = useTranslation()
  const format = useFormat()
  const { hold, customerHold, customer } = props.service
  const { automationPaused, trial, endedAt, expiresAt, renewalCount } = props.service
  if (endedAt !== null) return null
  return (
    <>
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
          aside={<WayOut {...props} verb="release" />}
        >
          {hold.reason}
        </Banner>
      )}
      {customerHold && (
        <Banner
          icon={IconHandStop}
          color="yellow"
          title={
            <TextLink to={`/admin/customers/${customer.id}`} isInText>
              {customerHold.until
                ? t('services.banner.customerHeldUntil', { day: format.day(customerHold.until) })
                : t('services.banner.customerHeld')}
            </TextLink>
          }
        >
          {customerHold.reason}
        </Banner>
      )}
      {automationPaused && (
        <Banner
          icon={IconRobotOff}
          color="yellow"
          title={t('services.banner.paused')}
          aside={<WayOut {...props} verb="resume_automation" />}
        >
          {t('servicePage.banner.pausedText')}
        </Banner>
      )}
      {trial && renewalCount === 0 && expiresAt && (
        <Banner
          icon={IconGift}
          color="blue"
          title={
            <>
              {t('servicePage.banner.trial')} <TimeText at={expiresAt} as="day" />
            </>
          }
        >
          <Text size="sm">{t('servicePage.banner.trialText')}</Text>
        </Banner>
      )}
    </>
  )
}

function WayOut({ verb, offers, context }: ServiceParts & { verb: string }) {
  const offer = offers.find((one) => one.id === `service.${verb}`)
  return offer ? <ActionButton offer={offer} {...context} /> : null
}
