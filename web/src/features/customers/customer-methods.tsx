import { Button, Group, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { MethodLabel } from '../my-payment-methods/method-label.tsx'
import { RemoveMethodDialog } from '../my-payment-methods/remove-method-dialog.tsx'
import { usePermission } from '../shell/require-permission.tsx'

/** What a customer has stored to pay with, and what each pays for. */
export function CustomerMethods({ customerId }: { customerId: string }) {
  const { t } = useTranslation()
  const methods = useQuery({
    queryKey: ['payment_method', 'of-customer', customerId],
    queryFn: () => {
      const params = { path: { id: customerId } }
      return read(api.GET('/api/v1/admin/customers/{id}/payment-methods', { params }))
    },
  })
  return (
    <Section title={t('customers.methods')}>
      {methods.isPending && <LoadingState />}
      {methods.isError && (
        <ErrorState error={methods.error} onRetry={() => void methods.refetch()} />
      )}
      {methods.data?.items.length === 0 && (
        <Text size="sm" c="dimmed">
          {t('customers.noMethods')}
        </Text>
      )}
      <Stack gap="sm">
        {methods.data?.items.map((method) => (
          <MethodRow key={method.id} customerId={customerId} method={method} />
        ))}
      </Stack>
    </Section>
  )
}

type Method = Row<'/api/v1/admin/customers/{id}/payment-methods'>

function MethodRow({ customerId, method }: { customerId: string; method: Method }) {
  const { t } = useTranslation()
  const mayRemove = usePermission('customers:update')
  const [isRemoving, setRemoving] = useState(false)
  return (
    <Group justify="space-between" align="flex-start" gap="xs" wrap="nowrap">
      <div style={{ minWidth: 0 }}>
        <MethodLabel method={method} />
        {method.usedBy.length > 0 && (
          <Text size="xs" c="dimmed" pl={30}>
            {t('customers.methodPaysFor', { services: method.usedBy.map(nameOf).join(', ') })}
          </Text>
        )}
      </div>
      {mayRemove && (
        <Button
          variant="default"
          size="xs"
          onClick={() => setRemoving(true)}
          aria-label={t('myPaymentMethods.removeOf', { method: method.label })}
        >
          {t('myPaymentMethods.remove')}
        </Button>
      )}
      {isRemoving && (
        <RemoveMethodDialog
          method={method}
          remove={() => removeMethodOf(customerId, method.id)}
          note={t('customers.methodRemovalTold')}
          onClose={() => setRemoving(false)}
        />
      )}
    </Group>
  )
}

const nameOf = ({ name, number }: { name: string; number: number }) => `${name} #${number}`

const removeMethodOf = (id: string, methodId: string) =>
  read(
    api.DELETE('/api/v1/admin/customers/{id}/payment-methods/{methodId}', {
      params: { path: { id, methodId }, query: { stopAutoPay: 'true' } },
    }),
  )
