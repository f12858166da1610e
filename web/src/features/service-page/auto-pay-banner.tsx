import { IconAlertTriangle } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import { Banner } from '../../ui/page/banner.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { autoPayQuery } from './auto-pay-query.ts'
import type { ServiceParts } from './service-frame.tsx'

/** Says which attempt failed, with the gateway's words, while there is something to pay. */
export function AutoPayBanner({ service, offers, context }: ServiceParts) {
  const { t } = useTranslation()
  const autoPay = useQuery({ ...autoPayQuery(service.id), enabled: service.endedAt === null })
  if (!autoPay.data || autoPay.data.failed === 0 || service.endedAt !== null) return null
  const { failed, of, charges, on } = autoPay.data
  const last = charges.find(({ state }) => state === 'refused' || state === 'needs_customer')
  const stop = on ? offers.find(({ id }) => id === 'service.stop_auto_pay') : undefined
  return (
    <Banner
      icon={IconAlertTriangle}
      color="orange"
      title={t('servicePage.banner.autoPayFailed', { failed, of })}
      aside={stop && <ActionButton offer={stop} {...context} />}
    >
      {last?.message}{' '}
      <TextLink to={`/admin/services/${service.id}/renewals`} isInText>
        {t('servicePage.banner.autoPayAttempts')}
      </TextLink>
    </Banner>
  )
}
