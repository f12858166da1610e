import { Badge, Button, SimpleGrid, Stack, Text } from '@mantine/core'
import { IconPencil, IconUserOff } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { CustomerCredit } from '../../../features/customers/customer-credit.tsx'
import { CustomerHoldBanner, CustomerMenu } from '../../../features/customers/customer-hold.tsx'
import {
  CustomerDocuments,
  CustomerMails,
  CustomerOrders,
  CustomerServices,
} from '../../../features/customers/customer-lists.tsx'
import { CustomerMethods } from '../../../features/customers/customer-methods.tsx'
import {
  anonymiseCustomer,
  type CustomerPage as Customer,
  readCustomer,
} from '../../../features/customers/customer-requests.ts'
import { CustomerUsers } from '../../../features/customers/customer-users.tsx'
import { EditCustomerDialog } from '../../../features/customers/edit-customer-dialog.tsx'
import { CustomerForecast } from '../../../features/forecast/customer-forecast.tsx'
import { HistorySection } from '../../../features/history/history-section.tsx'
import { RequirePermission, usePermission } from '../../../features/shell/require-permission.tsx'
import { countryName } from '../../../i18n/countries.ts'
import { ConfirmDialog } from '../../../ui/action/confirm-dialog.tsx'
import { FactsList } from '../../../ui/page/facts-list.tsx'
import { PageHeader } from '../../../ui/page/page-header.tsx'
import { PageTabs } from '../../../ui/page/page-tabs.tsx'
import { Section } from '../../../ui/page/section.tsx'
import { notifyDone } from '../../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../../ui/state/states.tsx'
import { CopyButton } from '../../../ui/value/copy-button.tsx'
import { TimeText } from '../../../ui/value/time-text.tsx'

/** One customer with everything that belongs to it. */
export default function CustomerPage() {
  const { customerId } = useParams({ strict: false }) as { customerId: string }
  const customer = useQuery({
    queryKey: ['customer', customerId],
    queryFn: () => readCustomer(customerId),
  })
  return (
    <RequirePermission permission="customers:read">
      {customer.isPending && <LoadingState />}
      {customer.isError && !customer.data && (
        <ErrorState error={customer.error} onRetry={() => void customer.refetch()} />
      )}
      {customer.data && <CustomerView customer={customer.data} />}
    </RequirePermission>
  )
}

function CustomerView({ customer }: { customer: Customer }) {
  const { t } = useTranslation()
  const sees = {
    services: usePermission('services:read'),
    documents: usePermission('documents:read'),
    orders: usePermission('orders:read'),
    mails: usePermission('mails:read'),
    forecast: usePermission('automation:read'),
  }
  const { id } = customer
  const tab = (name: string, label: string, content: () => React.ReactNode, isSeen = true) =>
    isSeen ? [{ id: name, label, content }] : []
  return (
    <Stack gap="sm">
      <PageHeader
        title={customer.name || t('customers.anonymised')}
        parents={[{ label: t('customers.title'), to: '/admin/customers' }]}
        badges={
          <Badge variant="default" radius="sm" tt="none">
            {t(`customers.kind.${customer.kind}`)}
          </Badge>
        }
        subtitle={
          <>
            #{customer.number} · {customer.email} <CopyButton value={customer.email} />
          </>
        }
        secondary={customer.anonymisedAt === null && <CustomerButtons customer={customer} />}
      />
      <CustomerHoldBanner customer={customer} />
      <PageTabs
        tabs={[
          ...tab('overview', t('customers.overview'), () => <Overview customer={customer} />),
          ...tab(
            'services',
            t('services.title'),
            () => <CustomerServices customerId={id} />,
            sees.services,
          ),
          ...tab(
            'forecast',
            t('automation.page.forecast'),
            () => <CustomerForecast customerId={id} />,
            sees.forecast,
          ),
          ...tab(
            'invoices',
            t('documents.title'),
            () => <CustomerDocuments customerId={id} />,
            sees.documents,
          ),
          ...tab(
            'orders',
            t('orders.title'),
            () => <CustomerOrders customerId={id} />,
            sees.orders,
          ),
          ...tab(
            'credit',
            t('customers.credit'),
            () => <CustomerCredit customer={customer} />,
            sees.documents,
          ),
          ...tab(
            'mails',
            t('customers.mails'),
            () => <CustomerMails customerId={id} />,
            sees.mails,
          ),
          ...tab('history', t('history.title'), () => <HistorySection customerId={id} />),
        ]}
      />
    </Stack>
  )
}

function Overview({ customer }: { customer: Customer }) {
  const { t, i18n } = useTranslation()
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: 'start' }}>
        <Section title={t('customers.facts')}>
          <FactsList
            facts={[
              { label: t('customers.fields.email'), value: customer.email, copy: customer.email },
              { label: t('customers.fields.phone'), value: customer.phone ?? '–' },
              {
                label: t('customers.address'),
                value: (
                  <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
                    {addressOf(customer, i18n.language)}
                  </Text>
                ),
              },
              { label: t('customers.fields.vatNumber'), value: customer.vatNumber ?? '–' },
              { label: t('customers.fields.currency'), value: customer.currency },
              { label: t('customers.since'), value: <TimeText at={customer.createdAt} as="day" /> },
            ]}
          />
        </Section>
        <Stack gap="md">
          <CustomerUsers customer={customer} />
          <CustomerMethods customerId={customer.id} />
          {customer.notes && (
            <Section title={t('customers.fields.notes')}>
              <Text size="sm" style={{ whiteSpace: 'pre-wrap' }}>
                {customer.notes}
              </Text>
            </Section>
          )}
        </Stack>
      </SimpleGrid>
      <CustomerServices customerId={customer.id} />
    </Stack>
  )
}

function CustomerButtons({ customer }: { customer: Customer }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayChange = usePermission('customers:update')
  const [open, setOpen] = useState<'edit' | 'anonymise' | null>(null)
  const close = () => setOpen(null)
  const anonymise = useMutation({
    mutationFn: () => anonymiseCustomer(customer.id),
    onSuccess: async () => {
      notifyDone(t('customers.anonymiseDone'))
      close()
      await queries.invalidateQueries({ queryKey: ['customer'] })
    },
  })
  if (!mayChange) return <CustomerMenu customer={customer} />
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconPencil size={15} stroke={1.7} />}
        onClick={() => setOpen('edit')}
      >
        {t('customers.edit')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconUserOff size={15} stroke={1.7} />}
        onClick={() => setOpen('anonymise')}
      >
        {t('customers.anonymise')}
      </Button>
      <CustomerMenu customer={customer} />
      {open === 'edit' && <EditCustomerDialog customer={customer} onClose={close} />}
      {open === 'anonymise' && (
        <ConfirmDialog
          title={t('customers.anonymiseTitle', { name: customer.name })}
          text={t('customers.anonymiseText')}
          confirmLabel={t('customers.anonymise')}
          typed={customer.name}
          isDangerous
          isPending={anonymise.isPending}
          error={anonymise.error}
          onConfirm={() => anonymise.mutate()}
          onClose={close}
        />
      )}
    </>
  )
}

function addressOf({ street, postalCode, city, country }: Customer, language: string): string {
  const place = `${postalCode} ${city}`.trim()
  const name = country && countryName(country, language)
  return [street, place, name].filter(Boolean).join('\n') || '–'
}
