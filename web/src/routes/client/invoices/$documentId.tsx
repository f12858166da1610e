import { Alert, Button, Grid, Group, Stack, Text } from '@mantine/core'
import { IconCircleCheck, IconFileDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { DocumentLines } from '../../../features/my-documents/document-lines.tsx'
import { DocumentMoney } from '../../../features/my-documents/document-money.tsx'
import {
  documentQuery,
  type MyDocument,
  pdfHref,
} from '../../../features/my-documents/document-queries.ts'
import { PaySection } from '../../../features/my-documents/pay-section.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { StatusBadge } from '../../../ui/value/status-badge.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

/** One own document: what it is for, what was paid, and how to pay the rest. */
export default function MyDocumentPage() {
  const { documentId = '' } = useParams({ strict: false }) as { documentId?: string }
  const document = useQuery(documentQuery(documentId))
  if (document.isPending) return <LoadingState />
  if (document.isError) {
    return <ErrorState error={document.error} onRetry={() => void document.refetch()} />
  }
  return <DocumentView document={document.data} />
}

function DocumentView({ document }: { document: MyDocument }) {
  const { t } = useTranslation()
  const isPayable = document.kind === 'invoice' && document.amountDue.amount !== '0'
  const isDue = isPayable && document.state !== 'void'
  const kind = document.kind === 'invoice' ? document.state : document.kind
  return (
    <>
      <PageHeader
        title={document.name}
        parents={[{ label: t('myDocuments.title'), to: '/client/invoices' }]}
        badges={
          <>
            <StatusBadge kind="document" status={document.status} size="md" />
            {isDue && document.transferAnnouncedAt && (
              <StatusBadge kind="document" status="awaiting_transfer" size="md" />
            )}
          </>
        }
        subtitle={
          <>
            {t(`myDocuments.kind.${kind}`)} ·{' '}
            <TimeText at={document.issuedOn ?? document.createdAt} as="day" />
            {isDue && (
              <>
                {' '}
                · {t('myDocuments.dueOn')} <TimeText at={document.dueAt} as="day" />
              </>
            )}
          </>
        }
        secondary={
          <Button
            component="a"
            href={pdfHref(document.id)}
            download
            variant="default"
            leftSection={<IconFileDownload size={15} stroke={1.7} />}
          >
            {t('myDocuments.pdf')}
          </Button>
        }
      />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: isDue ? 7 : 12, lg: 8 }} order={{ base: 2, md: 1 }}>
          <Stack gap="md">
            {document.status === 'paid' && <PaidBanner document={document} />}
            <DocumentLines document={document} />
            <DocumentMoney document={document} />
          </Stack>
        </Grid.Col>
        {isDue && (
          <Grid.Col span={{ base: 12, md: 5, lg: 4 }} order={{ base: 1, md: 2 }}>
            <PaySection documentId={document.id} />
          </Grid.Col>
        )}
      </Grid>
    </>
  )
}

function PaidBanner({ document }: { document: MyDocument }) {
  const { t } = useTranslation()
  const services = [...new Set(document.lines.map((line) => line.serviceId))].filter(
    (id) => id !== null,
  )
  const [first] = services
  return (
    <Alert color="teal" icon={<IconCircleCheck size={18} />} py="xs" role="status">
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t('myDocuments.thanks')}</Text>
        {first && (
          <Button
            component={Link}
            to={services.length === 1 ? `/client/services/${first}` : '/client/services'}
            variant="default"
          >
            {t('myDocuments.toService', { count: services.length })}
          </Button>
        )}
      </Group>
    </Alert>
  )
}
