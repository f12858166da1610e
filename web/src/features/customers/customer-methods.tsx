import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { Section } from '../../ui/page/section.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { MethodLabel } from '../my-payment-methods/method-label.tsx'

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
          <div key={method.id}>
            <MethodLabel method={method} />
            {method.usedBy.length > 0 && (
              <Text size="xs" c="dimmed" pl={30}>
                {t('customers.methodPaysFor', { services: method.usedBy.map(nameOf).join(', ') })}
              </Text>
            )}
          </div>
        ))}
      </Stack>
    </Section>
  )
}

const nameOf = ({ name, number }: { name: string; number: number }) => `${name} #${number}`
