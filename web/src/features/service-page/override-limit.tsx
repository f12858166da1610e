import { Button, Text } from '@mantine/core'
import { IconLockExclamation } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'
import { ActionDialog } from '../../ui/action/action-dialog.tsx'
import { Banner } from '../../ui/page/banner.tsx'
import type { ServiceParts } from './service-frame.tsx'

/**
 * A renewal that a limit refuses: which one, from when it is possible again, and the way over it
 * where the server says that staff may take it.
 */
export function OverrideLimit({ service, offers, context }: ServiceParts) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const offer = offers.find((one) => one.id === 'service.renew')
  const isRefused = offer?.allowed === false && offer.reason?.code !== 'not_allowed'
  const over = useQuery({
    queryKey: ['service', service.id, 'renew-over-limit', service.version],
    queryFn: ({ signal }) =>
      send<{ allowed: boolean }>({
        method: 'POST',
        url: `${context.subject.href}/renew`,
        query: { dryRun: 'true' },
        body: { override: true },
        signal,
      }),
    enabled: isRefused,
  })
  if (!offer || !isRefused) return null
  return (
    <>
      <Banner
        icon={IconLockExclamation}
        color={over.data?.allowed ? 'yellow' : 'gray'}
        title={t('servicePage.renewals.refused')}
        aside={
          over.data?.allowed && (
            <Button variant="default" onClick={() => setOpen(true)}>
              {t('servicePage.renewals.override')}
            </Button>
          )
        }
      >
        <Text size="sm">{offer.reason?.text}</Text>
      </Banner>
      {isOpen && (
        <ActionDialog
          offer={offer}
          onClose={() => setOpen(false)}
          {...context}
          initial={{ renew: { override: true } }}
          looks={{ ...context.looks, renew: { ...context.looks?.renew, isDangerous: true } }}
        />
      )}
    </>
  )
}
