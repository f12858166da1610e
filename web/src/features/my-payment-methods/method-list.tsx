import { Anchor, Button, Group, Stack, Text } from '@mantine/core'
import { IconCreditCard } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Section } from '../../ui/page/section.tsx'
import { notifyProblem } from '../../ui/state/problem-alert.tsx'
import { EmptyState, ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { AddMethod } from './add-method.tsx'
import { MethodLabel } from './method-label.tsx'
import { type MyMethod, makeDefault, myMethodsQuery, removeMethod } from './method-queries.ts'
import { RemoveMethodDialog } from './remove-method-dialog.tsx'

/** The stored methods with what each of them pays for. */
export function MethodList() {
  const { t } = useTranslation()
  const methods = useQuery(myMethodsQuery)
  if (methods.isPending) return <LoadingState />
  if (methods.isError) {
    return <ErrorState error={methods.error} onRetry={() => void methods.refetch()} />
  }
  const { items, gateways } = methods.data
  const add = gateways.length > 0 && <AddMethod gateways={gateways} serviceId={null} />
  if (items.length === 0) {
    return (
      <Section title={t('myPaymentMethods.stored')}>
        <EmptyState
          icon={IconCreditCard}
          title={t('myPaymentMethods.none')}
          text={t(gateways.length > 0 ? 'myPaymentMethods.noneText' : 'myPaymentMethods.noGateway')}
          action={add}
        />
      </Section>
    )
  }
  return (
    <Section title={t('myPaymentMethods.stored')} aside={add}>
      <Stack component="ul" gap={0} m={0} p={0} style={{ listStyle: 'none' }}>
        {items.map((method) => (
          <MethodLine key={method.id} method={method} />
        ))}
      </Stack>
    </Section>
  )
}

function MethodLine({ method }: { method: MyMethod }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [isRemoving, setRemoving] = useState(false)
  const refresh = () => queries.invalidateQueries({ queryKey: ['payment_method'] })
  const choose = useMutation({
    mutationFn: () => makeDefault(method.id),
    onSuccess: refresh,
    onError: (error) => notifyProblem(error, t),
  })
  return (
    <Group
      component="li"
      justify="space-between"
      gap="sm"
      py="sm"
      style={{ borderBottom: '1px solid var(--berth-line)' }}
    >
      <Stack gap={4} style={{ flex: '1 1 260px', minWidth: 0 }}>
        <MethodLabel method={method} />
        <UsedBy services={method.usedBy} />
      </Stack>
      <Group gap={6}>
        {!method.isDefault && (
          <Button
            variant="default"
            size="xs"
            loading={choose.isPending}
            onClick={() => choose.mutate()}
            aria-label={t('myPaymentMethods.makeDefaultOf', { method: method.label })}
          >
            {t('myPaymentMethods.makeDefault')}
          </Button>
        )}
        <Button
          variant="default"
          size="xs"
          onClick={() => setRemoving(true)}
          aria-label={t('myPaymentMethods.removeOf', { method: method.label })}
        >
          {t('myPaymentMethods.remove')}
        </Button>
      </Group>
      {isRemoving && (
        <RemoveMethodDialog
          method={method}
          remove={() => removeMethod(method.id)}
          onClose={() => setRemoving(false)}
        />
      )}
    </Group>
  )
}

function UsedBy({ services }: { services: MyMethod['usedBy'] }) {
  const { t } = useTranslation()
  if (services.length === 0) return null
  return (
    <Text size="xs" c="dimmed" component="div" pl={30}>
      {t('myPaymentMethods.paysFor')}{' '}
      {services.map(({ id, number, name }, index) => (
        <span key={id}>
          {index > 0 && ', '}
          <Anchor component={Link} to={`/client/services/${id}`} size="xs" underline="always">
            {name} #{number}
          </Anchor>
        </span>
      ))}
    </Text>
  )
}
