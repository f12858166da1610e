import { Button, Checkbox, ScrollArea, Table, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { notifyProblem } from '../../ui/state/problem-alert.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { type StaffMember, saveMember } from './staff-requests.ts'

/** What an alert is about stays in sight while a phone's reader moves along the members. */
const STAYS: CSSProperties = {
  position: 'sticky',
  left: 0,
  zIndex: 1,
  width: 'clamp(150px, 22vw, 320px)',
}

interface AlertTableProps {
  members: StaffMember[]
  alerts: readonly string[]
}

/** The failures down, the members across, a box where they meet; saved with each tick. */
export function AlertTable({ members, alerts }: AlertTableProps) {
  const { t } = useTranslation()
  const choices = useAlertChoices()
  return (
    <ScrollArea type="auto" offsetScrollbars="x" viewportProps={{ tabIndex: 0 }}>
      <Table
        fz="sm"
        verticalSpacing={6}
        miw={200 + members.length * 120}
        aria-label={t('staff.alerts.title')}
      >
        <Table.Thead bg="var(--berth-ground)">
          <Table.Tr>
            <Table.Th style={{ ...STAYS, background: 'var(--berth-ground)' }}>
              {t('staff.alerts.alert')}
            </Table.Th>
            {members.map((member) => (
              <Table.Th key={member.id} ta="center" miw={110}>
                {member.name}
                <Text size="xs" c="dimmed" fw={400}>
                  {t(`staff.roleName.${member.role.name}`, { defaultValue: member.role.name })}
                </Text>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {alerts.map((alert) => (
            <Table.Tr key={alert}>
              <Table.Td style={{ ...STAYS, background: 'var(--berth-surface)' }}>
                {t(`account.alerts.kind.${alert}`, { defaultValue: alert })}
              </Table.Td>
              {members.map((member) => (
                <Table.Td key={member.id}>
                  <AlertBox alert={alert} member={member} choices={choices} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Td style={{ ...STAYS, background: 'var(--berth-surface)' }} c="dimmed">
              {t('staff.alerts.source')}
            </Table.Td>
            {members.map((member) => (
              <Table.Td key={member.id} ta="center">
                <ChoiceSource member={member} choices={choices} />
              </Table.Td>
            ))}
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </ScrollArea>
  )
}

type Choices = ReturnType<typeof useAlertChoices>

/** Whose alerts are being saved, and as what; null gives them what their role brings. */
function useAlertChoices() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('staff:update')
  const save = useMutation({
    mutationFn: ({ id, alerts }: { id: string; alerts: string[] | null }) =>
      saveMember(id, { alerts }),
    onError: (error) => notifyProblem(error, t),
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['staff'] }),
        queries.invalidateQueries({ queryKey: ['staff-alerts'] }),
      ]),
  })
  const pending = save.isPending ? save.variables : null
  return {
    mayWrite,
    alertsOf: ({ id, alerts }: StaffMember) =>
      pending?.id === id ? (pending.alerts ?? alerts) : alerts,
    isLocked: !mayWrite || save.isPending,
    choose: (id: string, alerts: string[] | null) => save.mutate({ id, alerts }),
  }
}

function AlertBox(props: { alert: string; member: StaffMember; choices: Choices }) {
  const { t } = useTranslation()
  const { alert, member, choices } = props
  const own = choices.alertsOf(member)
  const others = own.filter((one) => one !== alert)
  return (
    <Checkbox
      size="xs"
      aria-label={`${member.name}: ${t(`account.alerts.kind.${alert}`, { defaultValue: alert })}`}
      title={choices.mayWrite ? undefined : t('staff.alerts.notAllowed')}
      checked={own.includes(alert)}
      disabled={choices.isLocked}
      styles={{ body: { justifyContent: 'center' } }}
      onChange={(event) =>
        choices.choose(member.id, event.currentTarget.checked ? [...others, alert] : others)
      }
    />
  )
}

/** By the role, or chosen, with the way back. */
function ChoiceSource({ member, choices }: { member: StaffMember; choices: Choices }) {
  const { t } = useTranslation()
  if (!member.alertsChosen || !choices.mayWrite) {
    return (
      <Text size="xs" c="dimmed">
        {t(member.alertsChosen ? 'staff.alerts.chosen' : 'staff.alerts.byRole')}
      </Text>
    )
  }
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      disabled={choices.isLocked}
      aria-label={t('staff.alerts.resetOf', { name: member.name })}
      onClick={() => choices.choose(member.id, null)}
    >
      {t('staff.alerts.reset')}
    </Button>
  )
}
