import { Button, Checkbox, SegmentedControl, SimpleGrid, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formErrors, toProblem } from '../../api/problem.ts'
import { CountrySelect } from '../../ui/form/country-select.tsx'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { ErrorState, LoadingState } from '../../ui/state/states.tsx'
import { changeOwnCustomer, type OwnCustomer, readOwnCustomer } from './account-requests.ts'

const KEY = ['customer', 'own']

/** What stands on the customer's invoices. */
export function BillingSection() {
  const { t } = useTranslation()
  const customer = useQuery({ queryKey: KEY, queryFn: readOwnCustomer })
  return (
    <Section title={t('account.billing.title')} text={t('account.billing.text')}>
      {customer.isPending && <LoadingState />}
      {customer.isError && (
        <ErrorState error={customer.error} onRetry={() => void customer.refetch()} />
      )}
      {customer.data && <BillingForm customer={customer.data} />}
    </Section>
  )
}

function BillingForm({ customer }: { customer: OwnCustomer }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const { kind, name, street, postalCode, city, country, creditPaysRenewals } = customer
  const form = useForm({
    initialValues: {
      ...{ kind, name, street, postalCode, city, country, creditPaysRenewals },
      phone: customer.phone ?? '',
      vatNumber: customer.vatNumber ?? '',
    },
  })
  const save = useMutation({
    mutationFn: () => {
      const { phone, vatNumber, ...values } = form.values
      return changeOwnCustomer({ ...values, phone: phone || null, vatNumber: vatNumber || null })
    },
    onSuccess: (answer) => {
      queries.setQueryData(KEY, answer)
      notifyDone(t('account.profile.saved'))
    },
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  const isBusiness = form.values.kind === 'business'
  const field = (field: string) => ({
    label: t(`account.billing.${field}`),
    ...form.getInputProps(field),
  })
  return (
    <form onSubmit={form.onSubmit(() => save.mutate())}>
      <Stack gap="sm">
        <SegmentedControl
          maw={320}
          aria-label={t('account.customerKind.label')}
          data={[
            { value: 'consumer', label: t('account.customerKind.consumer') },
            { value: 'business', label: t('account.customerKind.business') },
          ]}
          {...form.getInputProps('kind')}
        />
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
          <TextInput
            {...field('name')}
            label={t(isBusiness ? 'account.company' : 'account.name')}
            required
          />
          {isBusiness && <TextInput {...field('vatNumber')} placeholder="FR12345678901" />}
          <TextInput {...field('street')} autoComplete="street-address" />
          <TextInput {...field('postalCode')} autoComplete="postal-code" />
          <TextInput {...field('city')} autoComplete="address-level2" />
          <CountrySelect {...field('country')} required allowDeselect={false} />
          <TextInput {...field('phone')} type="tel" autoComplete="tel" />
        </SimpleGrid>
        <Checkbox
          label={t('account.billing.creditPaysRenewals')}
          {...form.getInputProps('creditPaysRenewals', { type: 'checkbox' })}
        />
        {save.isError && <ProblemAlert error={save.error} />}
        <Button type="submit" w="fit-content" loading={save.isPending}>
          {t('account.profile.save')}
        </Button>
      </Stack>
    </form>
  )
}
