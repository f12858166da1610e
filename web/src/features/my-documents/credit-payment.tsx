import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey, send } from '../../api/client.ts'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { type Money, useFormat } from '../../i18n/format.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { MoneyInput } from '../../ui/form/money-input.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'

interface CreditPaymentProps {
  documentId: string
  credit: Money
  amountDue: Money
  /** No gateway stands above it. */
  isOnly: boolean
}

/** Pays from the customer's credit: as much as goes, or a part that they name. */
export function CreditPayment({ documentId, credit, amountDue, isOnly }: CreditPaymentProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [isPart, setPart] = useState(false)
  const [amount, setAmount] = useState<Money>()
  const { pay, start } = usePayWithCredit(documentId, () => {
    setPart(false)
    setAmount(undefined)
  })
  const most = BigInt(credit.amount) < BigInt(amountDue.amount) ? credit : amountDue
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="xs">
        <Text size="sm">{t('myDocuments.credit', { amount: format.money(credit) })}</Text>
        <Anchor component="button" type="button" size="xs" onClick={() => setPart(!isPart)}>
          {t(isPart ? 'myDocuments.allOfIt' : 'myDocuments.partOfIt')}
        </Anchor>
      </Group>
      {isPart && (
        <MoneyInput
          aria-label={t('myDocuments.creditAmount')}
          value={amount}
          currency={amountDue.currency}
          onChange={setAmount}
          error={pay.error ? fieldErrors(toProblem(pay.error))['/amount/amount'] : undefined}
        />
      )}
      <Button
        size="sm"
        fullWidth
        variant={isOnly ? 'filled' : 'default'}
        loading={pay.isPending}
        disabled={isPart && !amount}
        onClick={() => start(isPart && amount ? amount : most)}
      >
        {t('myDocuments.payFromCredit', {
          amount: format.money(isPart && amount ? amount : most),
        })}
      </Button>
      {pay.isError && <ProblemAlert error={pay.error} withFields={!isPart} />}
    </Stack>
  )
}

function usePayWithCredit(documentId: string, onPaid: () => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [key, setKey] = useState(newIdempotencyKey)
  const pay = useMutation({
    mutationFn: (amount: Money) =>
      send({
        method: 'POST',
        url: `/api/v1/client/documents/${documentId}/pay-with-credit`,
        body: { amount },
        idempotencyKey: key,
      }),
    onSuccess: async () => {
      notifyDone(t('myDocuments.creditUsed'))
      setKey(newIdempotencyKey())
      onPaid()
      for (const subject of ['document', 'service', 'customer'])
        await queries.invalidateQueries({ queryKey: [subject] })
    },
    onError: (error) => {
      if (toProblem(error).status >= 400) setKey(newIdempotencyKey())
    },
  })
  return { pay, start: useSingleFlight(pay) }
}
