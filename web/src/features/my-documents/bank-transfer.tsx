import { Alert, Button, Stack, Text } from '@mantine/core'
import { IconBuildingBank, IconClock } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { currencyDigits, type Money, toDecimal, useFormat } from '../../i18n/format.ts'
import { FactsList } from '../../ui/page/facts-list.tsx'
import { notifyProblem } from '../../ui/state/problem-alert.tsx'
import type { PaymentMethods } from './document-queries.ts'

interface BankTransferProps {
  documentId: string
  transfer: NonNullable<PaymentMethods['bankTransfer']>
  amountDue: Money
}

/** Where to transfer the money and what must stand on it; the customer says when it is sent. */
export function BankTransfer({ documentId, transfer, amountDue }: BankTransferProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const queries = useQueryClient()
  const announce = useMutation({
    mutationFn: () =>
      read(
        api.POST('/api/v1/client/documents/{id}/announce-transfer', {
          params: { path: { id: documentId } },
          body: {},
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['document', documentId] }),
    onError: (error) => notifyProblem(error, t),
  })
  return (
    <Stack gap="xs">
      <Text size="sm">{t('myDocuments.transferText')}</Text>
      <FactsList
        labelWidth={100}
        facts={[
          { label: t('myDocuments.accountHolder'), value: transfer.accountHolder },
          { label: 'IBAN', value: grouped(transfer.iban), copy: transfer.iban },
          ...(transfer.bic ? [{ label: 'BIC', value: transfer.bic, copy: transfer.bic }] : []),
          {
            label: t('myDocuments.reference'),
            value: transfer.reference,
            copy: transfer.reference,
          },
          {
            label: t('myDocuments.amount'),
            value: format.money(amountDue),
            copy: toDecimal(amountDue.amount, currencyDigits(amountDue.currency)),
          },
        ]}
      />
      {transfer.awaited ? (
        <Alert color="yellow" icon={<IconClock size={16} />} py={6}>
          {t('myDocuments.transferAwaited')}
        </Alert>
      ) : (
        <Button
          variant="default"
          leftSection={<IconBuildingBank size={15} stroke={1.7} />}
          loading={announce.isPending}
          onClick={() => announce.mutate()}
        >
          {t('myDocuments.transferSent')}
        </Button>
      )}
    </Stack>
  )
}

/** An IBAN in the groups of four that people read. */
const grouped = (iban: string) => iban.replace(/(.{4})(?=.)/g, '$1 ')
