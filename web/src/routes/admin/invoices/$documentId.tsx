import { Button, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { documentContext, withLines } from '../../../features/documents/document-actions.tsx'
import { kindOf } from '../../../features/documents/document-columns.tsx'
import { DocumentLines } from '../../../features/documents/document-lines.tsx'
import { DocumentPayments } from '../../../features/documents/document-payments.tsx'
import {
  type DocumentPage as Document,
  documentHref,
  readDocument,
} from '../../../features/documents/document-requests.ts'
import { DocumentStatus } from '../../../features/documents/document-status.tsx'
import { HistorySection } from '../../../features/history/history-section.tsx'
import { RequirePermission } from '../../../features/shell/require-permission.tsx'
import { countryName } from '../../../i18n/countries.ts'
import { ActionMenu } from '../../../ui/action/action-menu.tsx'
import { FactsList } from '../../../ui/page/facts-list.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { TextLink } from '../../../ui/page/text-link.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

/** One invoice, open document or credit note. */
export default function DocumentPage() {
  const { documentId } = useParams({ strict: false }) as { documentId: string }
  const document = useQuery({
    queryKey: ['document', documentId],
    queryFn: () => readDocument(documentId),
  })
  return (
    <RequirePermission permission="documents:read">
      {document.isPending && <LoadingState />}
      {document.isError && !document.data && (
        <ErrorState error={document.error} onRetry={() => void document.refetch()} />
      )}
      {document.data && <DocumentView document={document.data} />}
    </RequirePermission>
  )
}

function DocumentView({ document }: { document: Document }) {
  const { t } = useTranslation()
  const { customer } = document
  return (
    <Stack gap="md">
      <PageHeader
        title={document.name}
        parents={[{ label: t('documents.title'), to: '/admin/invoices' }]}
        badges={<DocumentStatus status={document.status} />}
        subtitle={
          <>
            {t(`documents.kind.${kindOf(document)}`)}
            {customer && (
              <>
                {' · '}
                <TextLink isInText to={`/admin/customers/${customer.id}`}>
                  {customer.name}
                </TextLink>
              </>
            )}
          </>
        }
        secondary={
          <>
            <Button
              component="a"
              href={`${documentHref(document.id)}/pdf`}
              target="_blank"
              variant="default"
              leftSection={<IconDownload size={15} stroke={1.7} />}
            >
              {t('documents.pdf')}
            </Button>
            <ActionMenu
              actions={withLines(document.actions, document)}
              asButtons={document.amountDue.amount === '0' ? [] : ['record_payment']}
              {...documentContext(document)}
            />
          </>
        }
      />
      <DocumentLines document={document} />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Stack gap="md">
          <DocumentPayments document={document} />
          <DocumentFacts document={document} />
        </Stack>
        <HistorySection subject="document" subjectId={document.id} limit={15} />
      </SimpleGrid>
    </Stack>
  )
}

function DocumentFacts({ document }: { document: Document }) {
  const { t, i18n } = useTranslation()
  const { buyer, corrects, creditNotes, orderId } = document
  return (
    <Section title={t('documents.facts')}>
      <FactsList
        facts={[
          {
            label: t('documents.created'),
            value: <TimeText at={document.createdAt} as="instant" />,
          },
          { label: t('documents.dueAt'), value: <TimeText at={document.dueAt} as="day" /> },
          { label: t('documents.issuedOn'), value: <TimeText at={document.issuedOn} as="day" /> },
          { label: t('documents.paidAt'), value: <TimeText at={document.paidAt} as="instant" /> },
          {
            label: t('documents.mailedAt'),
            value: <TimeText at={document.mailedAt} as="instant" />,
          },
          ...(orderId
            ? [
                {
                  label: t('documents.order'),
                  value: (
                    <TextLink to={`/admin/orders/${orderId}`}>{t('documents.openOrder')}</TextLink>
                  ),
                },
              ]
            : []),
          ...(corrects
            ? [
                {
                  label: t('documents.corrects'),
                  value: <TextLink to={`/admin/invoices/${corrects.id}`}>{corrects.name}</TextLink>,
                },
              ]
            : []),
          ...(creditNotes.length > 0
            ? [
                {
                  label: t('documents.creditNotes'),
                  value: creditNotes.map((note) => (
                    <div key={note.id}>
                      <TextLink to={`/admin/invoices/${note.id}`}>{note.name}</TextLink>
                    </div>
                  )),
                },
              ]
            : []),
          ...(document.reason ? [{ label: t('documents.reason'), value: document.reason }] : []),
          ...(buyer
            ? [
                {
                  label: t('documents.buyer'),
                  value: (
                    <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
                      {[
                        buyer.name,
                        buyer.street,
                        `${buyer.postalCode} ${buyer.city}`.trim(),
                        buyer.country && countryName(buyer.country, i18n.language),
                        buyer.vatNumber,
                      ]
                        .filter(Boolean)
                        .join('\n')}
                    </Text>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Section>
  )
}
