import { Alert, Button, Checkbox, Group, Modal, Stack, Table, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'
import { TextLink } from '../../ui/page/text-link.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { EffectMoney } from './effect-money.tsx'
import { movesOf, mustBeConfirmed, type PolicyEffect } from './policy-effect.ts'

interface EffectDialogProps {
  effect: PolicyEffect | undefined
  error: unknown
  /** In place of the usual words. */
  title?: string
  onConfirm: () => void
  onClose: () => void
}

/** What saving would do to services; ends that come nearer are confirmed by hand. */
export function EffectDialog({ effect, error, title, onConfirm, onClose }: EffectDialogProps) {
  const { t } = useTranslation()
  const [isSure, setSure] = useState(false)
  const isGrave = effect !== undefined && mustBeConfirmed(effect)
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title={title ?? t('policy.effect.title')}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <Stack gap="sm">
        {effect && <EffectSummary effect={effect} />}
        {error ? <ProblemAlert error={error} /> : null}
        {isGrave && (
          <Checkbox
            label={t('policy.effect.sure', { count: effect.nearer.services })}
            checked={isSure}
            onChange={(event) => setSure(event.currentTarget.checked)}
          />
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('policy.effect.back')}
          </Button>
          <Button
            color={isGrave ? 'red' : undefined}
            disabled={isGrave && !isSure}
            onClick={onConfirm}
          >
            {t('policy.effect.save')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function EffectSummary({ effect }: { effect: PolicyEffect }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { moved, looked, firstAt, nearer } = effect
  return (
    <>
      <Text fw={600}>
        {t('policy.effect.moved', { count: moved, looked: format.number(looked) })}
        {firstAt && ` ${t('policy.effect.first', { day: format.day(firstAt) })}`}
      </Text>
      {nearer.services > 0 && (
        <Alert color="red" icon={<IconAlertTriangle size={16} />} py="xs">
          {t('policy.effect.nearer', {
            count: nearer.services,
            day: nearer.firstAt ? format.day(nearer.firstAt) : '',
          })}
        </Alert>
      )}
      <KindsTable effect={effect} />
      <EffectMoney documents={effect.documents} />
      <Examples effect={effect} />
    </>
  )
}

function KindsTable({ effect }: { effect: PolicyEffect }) {
  const { t } = useTranslation()
  const format = useFormat()
  return (
    <Table verticalSpacing={4} fz="sm">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('policy.effect.step')}</Table.Th>
          <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
            {t('policy.effect.services')}
          </Table.Th>
          <Table.Th>{t('policy.effect.how')}</Table.Th>
          <Table.Th>{t('policy.effect.from')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {effect.kinds.map((kind) => (
          <Table.Tr key={kind.step}>
            <Table.Td>{kind.text}</Table.Td>
            <Table.Td ta="right" className="tabular">
              {format.number(kind.services)}
            </Table.Td>
            <Table.Td>
              {movesOf(kind)
                .map(({ key, count }) => t(`policy.effect.${key}`, { count }))
                .join(', ')}
            </Table.Td>
            <Table.Td className="tabular">{format.day(kind.firstAt)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function Examples({ effect }: { effect: PolicyEffect }) {
  const { t } = useTranslation()
  const format = useFormat()
  const day = (at: string | null) => (at ? format.day(at) : '–')
  return (
    <Stack gap={2}>
      <Text size="sm" c="dimmed">
        {t('policy.effect.examples')}
      </Text>
      {effect.examples.map(({ service, text, change, before, after }) => (
        <Text size="sm" key={service.id}>
          <TextLink to={`/admin/services/${service.id}`}>
            #{service.number} {service.name}
          </TextLink>{' '}
          · {service.customerName} ·{' '}
          {t(`policy.effect.example.${change}`, {
            step: text,
            before: day(before),
            after: day(after),
          })}
        </Text>
      ))}
    </Stack>
  )
}
