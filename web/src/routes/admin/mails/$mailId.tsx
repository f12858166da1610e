import { Alert, Anchor, Grid, Stack } from '@mantine/core'
import { IconAlertTriangle, IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { MailBody } from '../../../features/mails/mail-body.tsx'
import { type MailPage, mailQuery } from '../../../features/mails/mail-requests.ts'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { LANGUAGE_NAMES } from '../../../i18n/languages.ts'
import { ActionMenu } from '../../../ui/action/action-menu.tsx'
import { type Fact, FactsList } from '../../../ui/page/facts-list.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

/** One mail as it was written. */
export default function MailPageRoute() {
  const { mailId = '' } = useParams({ strict: false })
  return (
    <RequirePermission permission="mails:read">
      <MailDetails key={mailId} id={mailId} />
    </RequirePermission>
  )
}

function MailDetails({ id }: { id: string }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const mail = useQuery(mailQuery(id))
  if (mail.isError) return <ErrorState error={mail.error} />
  if (mail.isPending) return <LoadingState />
  const { subject, to, state, template } = mail.data
  return (
    <>
      <PageHeader
        title={t(`mails.template.${template}`, { defaultValue: template })}
        parents={[{ label: t('mails.title'), to: '/admin/mails' }]}
        badges={<StatusBadge kind="mail" status={state} size="md" />}
        subtitle={to}
        secondary={
          <ActionMenu
            actions={mail.data.actions}
            asButtons={['resend']}
            subject={{ type: 'mail', name: subject, href: `/api/v1/admin/mails/${id}` }}
            texts="mails.actions"
            looks={{ resend: { icon: IconSend } }}
            onDone={(_verb, answer) => {
              const copy = (answer as { id?: string } | undefined)?.id
              if (copy && copy !== id) void navigate({ to: `/admin/mails/${copy}` })
            }}
          />
        }
      />
      <Stack gap="md">
        {mail.data.error && (
          <Alert color="red" icon={<IconAlertTriangle size={18} />} py="xs">
            {mail.data.error}
          </Alert>
        )}
        <Grid gap="md">
          <Grid.Col span={{ base: 12, lg: 8 }} order={{ base: 2, lg: 1 }}>
            <MailBody subject={subject} html={mail.data.html} text={mail.data.text} />
          </Grid.Col>
          <Grid.Col span={{ base: 12, lg: 4 }} order={{ base: 1, lg: 2 }}>
            <Facts mail={mail.data} />
          </Grid.Col>
        </Grid>
      </Stack>
    </>
  )
}

function Facts({ mail }: { mail: MailPage }) {
  const { t } = useTranslation()
  const customer = mail.customer && (
    <Anchor component={Link} to={`/admin/customers/${mail.customer.id}`}>
      {mail.customer.name}
    </Anchor>
  )
  const facts: Fact[] = [
    { label: t('mails.fields.to'), value: mail.to, copy: mail.to },
    { label: t('mails.fields.customer'), value: customer },
    { label: t('mails.fields.language'), value: LANGUAGE_NAMES[mail.language] },
    { label: t('mails.fields.createdAt'), value: <TimeText at={mail.createdAt} as="instant" /> },
    { label: t('mails.fields.sentAt'), value: <TimeText at={mail.sentAt} as="instant" /> },
    ...(mail.dueAt
      ? [{ label: t('mails.fields.dueAt'), value: <TimeText at={mail.dueAt} as="instant" /> }]
      : []),
    { label: t('mails.fields.attempts'), value: mail.attempts },
    ...mail.documents.map((document) => ({
      label: t('mails.fields.document'),
      value: (
        <Anchor component={Link} to={`/admin/invoices/${document.id}`}>
          {document.name}
        </Anchor>
      ),
    })),
    ...mail.serviceIds.map((serviceId) => ({
      label: t('mails.fields.service'),
      value: (
        <Anchor component={Link} to={`/admin/services/${serviceId}`}>
          {t('mails.openService')}
        </Anchor>
      ),
    })),
  ]
  return (
    <Section title={t('mails.facts')}>
      <FactsList facts={facts} />
    </Section>
  )
}
