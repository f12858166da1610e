import { Button, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, formErrors, toProblem } from '../../api/problem.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { effectOfPolicy } from '../policy/effect-requests.ts'
import { useInheritedPolicy } from '../policy/inherited-policy.ts'
import { PolicyAccordion } from '../policy/policy-accordion.tsx'
import type { PolicyValues } from '../policy/policy-fields.ts'
import { useEffectCheck } from '../policy/use-effect-check.tsx'
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
  const [policy, setPolicy] = useState<PolicyValues>(customer.policy)
  const save = useMutation({
    mutationFn: () =>
      changeCustomer(customer.id, {
        ...toCustomerBody(form.values),
        policy,
        version: customer.version,
      }),
    onSuccess: async () => {
      notifyDone(t('customers.saved'))
      onClose()
      await queries.invalidateQueries({ queryKey: ['customer'] })
    },
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  const check = useEffectCheck({
    ask: effectOfPolicy('customers', customer.id, policy, customer.version),
    save: () => save.mutate(),
  })
  const inherited = useInheritedPolicy('customer')
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  return (
    <Dialog onClose={onClose} title={t('customers.editTitle', { name })} size="lg">
      <form onSubmit={form.onSubmit(() => check.start())}>
        <Stack gap="sm">
          <CustomerFields form={form} />
          <PolicyAccordion
            text={t('customers.policyText')}
            value={policy}
            onChange={setPolicy}
            errors={errors}
            pointer="/policy"
            inherited={inherited}
          />
          {save.isError && <ProblemAlert error={save.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.action.cancel')}
            </Button>
            <Button type="submit" loading={save.isPending || check.isAsking}>
              {t('customers.save')}
            </Button>
          </Group>
        </Stack>
      </form>
      {check.dialog}
    </Dialog>
  )
}
