import { List, Stack, Switch, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { MailTabs } from '../../../features/mail-templates/mail-tabs.tsx'
import {
  type TemplateRow,
  templatesQuery,
} from '../../../features/mail-templates/template-requests.ts'
import { sectionQuery, writeSection } from '../../../features/settings/settings-requests.ts'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { TextLink } from '../../../ui/page/text-link.tsx'
import { notifyProblem } from '../../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'

const SECTION = 'notifications'

/** Which mails go out, and why some always do. */
export default function NotificationsPage() {
  const { t } = useTranslation()
  return (
    <RequirePermission permission="mails:read">
      <PageHeader title={t('mails.title')} />
      <MailTabs />
      <Switches />
    </RequirePermission>
  )
}

function Switches() {
  const { t } = useTranslation()
  const query = useQuery(templatesQuery)
  if (query.isError) return <ErrorState error={query.error} />
  if (query.isPending) return <LoadingState />
  const mails = query.data.filter(({ template }) => template !== 'layout')
  const toCustomers = mails.filter(({ audience }) => audience === 'customer')
  const toStaff = mails.filter(({ audience }) => audience === 'staff')
  return (
    <Stack gap="md" maw={960}>
      <Section
        title={t('mailTemplates.switches.may')}
        text={t('mailTemplates.switches.mayText')}
        flush
      >
        <SwitchTable rows={toCustomers.filter(({ switchable }) => switchable)} />
      </Section>
      <Section
        title={t('mailTemplates.switches.always')}
        text={t('mailTemplates.switches.alwaysText')}
        flush
      >
        <SwitchTable rows={toCustomers.filter(({ switchable }) => !switchable)} />
      </Section>
      <Section
        title={t('mailTemplates.switches.staff')}
        text={t('mailTemplates.switches.staffText')}
        aside={<TextLink to="/admin/staff/alerts">{t('mailTemplates.switches.alerts')}</TextLink>}
      >
        <List size="sm">
          {toStaff.map(({ template, name, description }) => (
            <List.Item key={template}>
              {name}.{' '}
              <Text span size="sm" c="dimmed">
                {description}
              </Text>
            </List.Item>
          ))}
        </List>
      </Section>
    </Stack>
  )
}

function SwitchTable({ rows }: { rows: readonly TemplateRow[] }) {
  const { t } = useTranslation()
  return (
    <Table fz="sm" verticalSpacing="xs" aria-label={t('mailTemplates.switches.title')}>
      <Table.Tbody>
        {rows.map((row) => (
          <Table.Tr key={row.template}>
            <Table.Td>
              <TextLink to={`/admin/mails/templates/${row.template}`}>{row.name}</TextLink>
              <Text size="xs" c="dimmed">
                {row.description}
              </Text>
            </Table.Td>
            <Table.Td w={row.switchable ? 80 : '45%'}>
              {row.switchable ? (
                <MailSwitch row={row} />
              ) : (
                <Text size="xs" c="dimmed">
                  {row.alwaysBecause}
                </Text>
              )}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  )
}

function MailSwitch({ row }: { row: TemplateRow }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('settings:update')
  const change = useMutation({
    mutationFn: async (isOn: boolean) => {
      const { version, values } = await queries.fetchQuery({
        ...sectionQuery(SECTION),
        staleTime: 0,
      })
      await writeSection(SECTION, { version, values: { ...values, [row.template]: isOn } })
    },
    onError: (error) => notifyProblem(error, t),
    onSettled: () => queries.invalidateQueries({ queryKey: ['mail_template'] }),
  })
  const isOn = change.isPending ? change.variables : row.enabled
  return (
    <Switch
      aria-label={row.name}
      checked={isOn}
      disabled={!mayWrite}
      title={mayWrite ? undefined : t('mailTemplates.switches.notAllowed')}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
    />
  )
}
