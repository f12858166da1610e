import { Button, Group, Modal, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { formErrors, toProblem } from '../../api/problem.ts'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { CustomerFields, type CustomerValues, toCustomerBody } from './customer-fields.tsx'
import { type CustomerPage, changeCustomer } from './customer-requests.ts'

/** Changes a customer; somebody else's change in between is refused, not overwritten. */
export function EditCustomerDialog(props: { customer: CustomerPage; onClose: () => void }) {
  const { t } = useTranslation()
  const { customer, onClose } = props
  const queries = useQueryClient()
  const { kind, name, email, street, postalCode, city, country, language, currency } = customer
  const form = useForm<CustomerValues>({
    initialValues: {
      ...{ kind, name, email, street, postalCode, city, country, language, currency },
      notes: customer.notes,
      phone: customer.phone ?? '',
      vatNumber: customer.vatNumber ?? '',
    },
  })
  const save = useMutation({
    mutationFn: () =>
      changeCustomer(customer.id, { ...toCustomerBody(form.values), version: customer.version }),
    onSuccess: async () => {
      notifyDone(t('customers.saved'))
      onClose()
      await queries.invalidateQueries({ queryKey: ['customer'] })
    },
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  return (
    <Modal opened onClose={onClose} title={t('customers.editTitle', { name })} size="lg">
      <form onSubmit={form.onSubmit(() => save.mutate())}>
        <Stack gap="sm">
          <CustomerFields form={form} />
          {save.isError && <ProblemAlert error={save.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {t('customers.save')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
