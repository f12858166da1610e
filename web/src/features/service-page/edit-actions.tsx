import { Box, Group, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionButton } from '../../ui/action/action-menu.tsx'
import { Section } from '../../ui/page/section.tsx'
import { StatusBadge } from '../../ui/value/status-badge.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { ServiceParts } from './service-frame.tsx'

/** Fields that are more than a value: each has its own question, with what it does and does not. */
export function EditActions(parts: ServiceParts) {
  const { t } = useTranslation()
  const { server, product, type, customer, status, hold, automationPaused } = parts.service
  const rows: { id: string; value: ReactNode; verbs: string[] }[] = [
    { id: 'server', value: server?.name ?? '–', verbs: ['change_server'] },
    {
      id: 'product',
      value: product?.name ?? t('services.custom'),
      verbs: ['change_product'],
    },
    { id: 'type', value: type, verbs: ['change_type'] },
    { id: 'customer', value: customer.name, verbs: ['transfer'] },
    {
      id: 'hold',
      value: hold ? <Held until={hold.until} /> : t('servicePage.edit.notHeld'),
      verbs: [hold ? 'release' : 'hold'],
    },
    {
      id: 'automation',
      value: t(automationPaused ? 'servicePage.edit.paused' : 'servicePage.edit.running'),
      verbs: [automationPaused ? 'resume_automation' : 'pause_automation'],
    },
    { id: 'status', value: <StatusBadge kind="service" status={status} />, verbs: ['set_status'] },
  ]
  return (
    <Section title={t('servicePage.edit.beyond')} text={t('servicePage.edit.beyondText')} flush>
      {rows.map(({ id, value, verbs }) => (
        <Group
          key={id}
          justify="space-between"
          px="md"
          py="xs"
          gap="xs"
          style={{ borderTop: '1px solid var(--berth-line)' }}
        >
          <Box style={{ flex: '1 1 260px', minWidth: 0 }}>
            <Group gap="xs">
              <Text size="sm" c="dimmed">
                {t(`servicePage.edit.row.${id}`)}
              </Text>
              <Text size="sm" component="div">
                {value}
              </Text>
            </Group>
            <Text size="xs" c="dimmed">
              {t(`servicePage.edit.rowText.${id}`)}
            </Text>
          </Box>
          {verbs.map((verb) => (
            <Act key={verb} verb={verb} {...parts} />
          ))}
        </Group>
      ))}
    </Section>
  )
}

function Held({ until }: { until: string | null }) {
  const { t } = useTranslation()
  if (!until) return t('services.banner.held')
  return (
    <>
      {t('services.banner.heldUntil')} <TimeText at={until} as="day" />
    </>
  )
}

function Act({ verb, offers, context }: ServiceParts & { verb: string }) {
  const offer = offers.find((one) => one.id === `service.${verb}`)
  return offer ? <ActionButton offer={offer} {...context} /> : null
}
