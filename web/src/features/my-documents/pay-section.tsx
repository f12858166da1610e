import { Button, Checkbox, Divider, Group, Skeleton, Stack, Text } from '@mantine/core'
import { IconCreditCard } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { ErrorState } from '../../ui/state/states.tsx'
import { MoneyText } from '../../ui/value/money-text.tsx'
import { BankTransfer } from './bank-transfer.tsx'
import { CreditPayment } from './credit-payment.tsx'
import { type PaymentMethods, paymentMethodsQuery } from './document-queries.ts'

/** The ways to pay what is due: a gateway, credit, a bank transfer. */
export function PaySection({ documentId }: { documentId: string }) {
  const { t } = useTranslation()
  const methods = useQuery(paymentMethodsQuery(documentId))
  if (methods.isError) {
    return <ErrorState error={methods.error} onRetry={() => void methods.refetch()} />
  }
  const { amountDue, credit, gateways, bankTransfer } = methods.data ?? {}
  const parts = [
    gateways && gateways.length > 0 && (
      <Gateways key="gateways" documentId={documentId} gateways={gateways} />
    ),
    credit && amountDue && (
      <CreditPayment
        key="credit"
        documentId={documentId}
        credit={credit}
        amountDue={amountDue}
        isOnly={!gateways?.length}
      />
    ),
    bankTransfer && amountDue && (
      <BankTransfer
        key="transfer"
        documentId={documentId}
        transfer={bankTransfer}
        amountDue={amountDue}
      />
    ),
  ].filter((part) => Boolean(part))
  return (
    <Section title={t('myDocuments.payTitle')}>
      <Stack gap="md">
        <Group justify="space-between" align="baseline">
          <Text size="sm" c="dimmed">
            {t('myDocuments.amountDue')}
          </Text>
          <Text fz={22} component="div" data-testid="amount-due">
            <MoneyText value={amountDue} fw={700} />
          </Text>
        </Group>
        {methods.isPending && <Skeleton height={90} />}
        {methods.data && parts.length === 0 && <Text size="sm">{t('myDocuments.noMethods')}</Text>}
        {parts.flatMap((part, index) =>
          index === 0
            ? [part]
            : // biome-ignore lint/suspicious/noArrayIndexKey: the order is fixed
              [<Divider key={`or-${index}`} label={t('myDocuments.or')} />, part],
        )}
      </Stack>
    </Section>
  )
}

function Gateways(props: { documentId: string; gateways: PaymentMethods['gateways'] }) {
  const { t } = useTranslation()
  const [isKept, setKept] = useState(false)
  const pay = useMutation({
    mutationFn: (gateway: PaymentMethods['gateways'][number]) =>
      read(
        api.POST('/api/v1/client/documents/{id}/pay', {
          params: { path: { id: props.documentId } },
          body: { gateway: gateway.id, keepMethod: isKept && gateway.canKeep },
        }),
      ),
    onSuccess: ({ redirectUrl }) => window.location.assign(redirectUrl),
  })
  const start = useSingleFlight(pay)
  return (
    <Stack gap={6}>
      {props.gateways.map((gateway) => (
        <Button
          key={gateway.id}
          size="sm"
          fullWidth
          leftSection={<IconCreditCard size={16} stroke={1.7} />}
          // The page is about to be left: the button stays busy until it is.
          loading={(pay.isPending || pay.isSuccess) && pay.variables?.id === gateway.id}
          disabled={pay.isPending || pay.isSuccess}
          onClick={() => start(gateway)}
        >
          {t('myDocuments.payWith', { gateway: gateway.label })}
        </Button>
      ))}
      {props.gateways.some(({ canKeep }) => canKeep) && (
        <Checkbox
          size="sm"
          label={t('myDocuments.keepMethod')}
          description={t('myDocuments.keepMethodText')}
          checked={isKept}
          onChange={(event) => setKept(event.currentTarget.checked)}
        />
      )}
      {pay.isError && <ProblemAlert error={pay.error} />}
    </Stack>
  )
}
