import { Button, Checkbox, Group, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formErrors, toProblem } from '../../api/problem.ts'
import { toLanguage } from '../../i18n/languages.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { CustomerFields, type CustomerValues, toCustomerBody } from './customer-fields.tsx'
import { createCustomer } from './customer-requests.ts'

/** Makes a customer; somebody may be invited to log in for it at once. */
export function NewCustomerDialog({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [isInvited, setInvited] = useState(true)
  const form = useForm<CustomerValues>({
    initialValues: {
      ...{ kind: 'business', name: '', email: '', phone: '', street: '', postalCode: '' },
      ...{ city: '', country: 'FR', vatNumber: '', currency: 'EUR', notes: '' },
      language: toLanguage(i18n.language) ?? 'en',
    },
  })
  const create = useMutation({
    mutationFn: () => {
      const body = toCustomerBody(form.values)
      const { name, email } = body
      return createCustomer(isInvited ? { ...body, user: { name, email } } : body)
    },
    onSuccess: async ({ id }) => {
      notifyDone(t('customers.created'))
      await queries.invalidateQueries({ queryKey: ['customer'] })
      await navigate({ to: `/admin/customers/${id}` })
    },
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  return (
    <Dialog onClose={onClose} title={t('customers.new')} size="lg">
      <form onSubmit={form.onSubmit(() => create.mutate())}>
        <Stack gap="sm">
          <CustomerFields form={form} />
          <Checkbox
            label={t('customers.invite')}
            checked={isInvited}
            onChange={(event) => setInvited(event.currentTarget.checked)}
          />
          {create.isError && <ProblemAlert error={create.error} />}
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {t('ui.action.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending}>
              {t('customers.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
