import { Badge, Box, Group, Text } from '@mantine/core'
import { IconChevronRight, IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import type { Dashboard } from './dashboard-request.ts'

/** How many wait for a person, by reason. */
export type Attention = Dashboard['attention'] & {
  unexplainedDifferences: number
}
type Reason = keyof Attention

/** Where each reason's things are listed, worst first. */
const PLACES: { reason: Reason; to: string; search: Record<string, string>; color: string }[] = [
  {
    reason: 'unknownOperations',
    to: '/admin/operations',
    search: { state: 'unknown' },
    color: 'red',
  },
  {
    reason: 'failedOperations',
    to: '/admin/operations',
    search: { state: 'waits_for_staff' },
    color: 'red',
  },
  { reason: 'heldByBrake', to: '/admin/automation/brake', search: {}, color: 'orange' },
  {
    reason: 'unexplainedDifferences',
    to: '/admin/automation/proof',
    search: {},
    color: 'red',
  },
  {
    reason: 'unhealthyServers',
    to: '/admin/servers',
    search: { health: 'unhealthy' },
    color: 'red',
  },
  { reason: 'openDrift', to: '/admin/drift', search: {}, color: 'orange' },
  {
    reason: 'unallocatedPayments',
    to: '/admin/invoices/payments',
    search: { tab: 'unallocated' },
    color: 'orange',
  },
  { reason: 'failedMails', to: '/admin/mails', search: { status: 'failed' }, color: 'orange' },
  {
    reason: 'blockedServices',
    to: '/admin/services',
    search: { status: 'needs_attention' },
    color: 'orange',
  },
  {
    reason: 'waitingDeliveries',
    to: '/admin/services',
    search: { status: 'pending' },
    color: 'blue',
  },
]

/** What waits for a person; each line leads to its list. */
export function AttentionSection({ attention }: { attention: Attention }) {
  const { t } = useTranslation()
  const places = PLACES.filter((place) => attention[place.reason] > 0)
  return (
    <Section title={t('dashboard.attention.title')} flush>
      {places.length === 0 && (
        <EmptyState icon={IconCircleCheck} title={t('dashboard.attention.nothing')} />
      )}
      {places.map(({ reason, to, search, color }) => (
        <Box
          key={reason}
          component={Link}
          to={to}
          search={search as never}
          className="line-link"
          display="block"
          px="md"
          py={8}
        >
          <Group justify="space-between" wrap="nowrap">
            <Text size="sm">{t(`dashboard.attention.${reason}`)}</Text>
            <Group gap={6} wrap="nowrap">
              <Badge variant="light" color={color} radius="sm" className="tabular">
                {attention[reason]}
              </Badge>
              <IconChevronRight size={15} color="var(--mantine-color-dimmed)" aria-hidden />
            </Group>
          </Group>
        </Box>
      ))}
    </Section>
  )
}
