import { Badge, Box, Button, Group, Menu, Stack, Text, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconEye, IconLock, IconLockOpen, IconMail, IconPlus } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { formErrors, toProblem } from '../../api/problem.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone, notifyProblem, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { EmptyState } from '../../ui/state/states.tsx'
import { RowMenu } from '../../ui/table/row-menu.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import {
  addUser,
  type CustomerPage,
  type CustomerUser,
  changeUser,
  impersonate,
} from './customer-requests.ts'

/** Who may log in for the customer. */
export function CustomerUsers({ customer }: { customer: CustomerPage }) {
  const { t } = useTranslation()
  const mayChange = usePermission('customers:update')
  const [isAdding, setAdding] = useState(false)
  return (
    <Section
      title={t('customers.users')}
      flush
      aside={
        mayChange &&
        customer.anonymisedAt === null && (
          <Button
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => setAdding(true)}
          >
            {t('customers.addUser')}
          </Button>
        )
      }
    >
      {customer.users.length === 0 && <EmptyState title={t('customers.noUsers')} />}
      {customer.users.map((user) => (
        <UserLine key={user.id} customerId={customer.id} user={user} mayChange={mayChange} />
      ))}
      {isAdding && <AddUserDialog customerId={customer.id} onClose={() => setAdding(false)} />}
    </Section>
  )
}

function UserLine(props: { customerId: string; user: CustomerUser; mayChange: boolean }) {
  const { t } = useTranslation()
  const { customerId, user } = props
  const queries = useQueryClient()
  const mayImpersonate = usePermission('customers:impersonate')
  const change = useMutation({
    mutationFn: (verb: 'disable' | 'enable' | 'invite') => changeUser(customerId, user.id, verb),
    onSuccess: async (_, verb) => {
      notifyDone(t(`customers.userDone.${verb}`, { name: user.name }))
      await queries.invalidateQueries({ queryKey: ['customer'] })
    },
    onError: (error) => notifyProblem(error, t),
  })
  const enter = useMutation({
    mutationFn: () => impersonate(customerId, user.id),
    // The session is another person's now: nothing that was loaded may stay.
    onSuccess: () => window.location.assign('/'),
    onError: (error) => notifyProblem(error, t),
  })
  const isDisabled = user.disabledAt !== null
  return (
    <Group
      justify="space-between"
      wrap="nowrap"
      px="md"
      py={6}
      style={{ borderTop: '1px solid var(--berth-line)' }}
    >
      <Box style={{ minWidth: 0 }}>
        <Group gap={6}>
          <Text size="sm" fw={500}>
            {user.name}
          </Text>
          {isDisabled && (
            <Badge size="sm" variant="light" color="red" tt="none">
              {t('customers.disabled')}
            </Badge>
          )}
          {!isDisabled && user.emailConfirmedAt === null && (
            <Badge size="sm" variant="light" color="yellow" tt="none">
              {t('customers.unconfirmed')}
            </Badge>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {user.email}
        </Text>
      </Box>
      <RowMenu label={t('customers.userMenu', { name: user.name })}>
        <Menu.Item
          leftSection={<IconEye size={15} />}
          disabled={!mayImpersonate || isDisabled}
          onClick={() => enter.mutate()}
        >
          {t('customers.impersonate')}
        </Menu.Item>
        <Menu.Item
          leftSection={<IconMail size={15} />}
          disabled={!props.mayChange || isDisabled}
          onClick={() => change.mutate('invite')}
        >
          {t('customers.inviteAgain')}
        </Menu.Item>
        <Menu.Item
          leftSection={isDisabled ? <IconLockOpen size={15} /> : <IconLock size={15} />}
          color={isDisabled ? undefined : 'red'}
          disabled={!props.mayChange}
          onClick={() => change.mutate(isDisabled ? 'enable' : 'disable')}
        >
          {t(isDisabled ? 'customers.enable' : 'customers.disable')}
        </Menu.Item>
      </RowMenu>
    </Group>
  )
}

function AddUserDialog({ customerId, onClose }: { customerId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const form = useForm({ initialValues: { name: '', email: '' } })
  const add = useMutation({
    mutationFn: () => addUser(customerId, form.values),
    onSuccess: async () => {
      notifyDone(t('customers.userDone.invite', { name: form.values.name }))
      onClose()
      await queries.invalidateQueries({ queryKey: ['customer'] })
    },
    onError: (error) => form.setErrors(formErrors(toProblem(error))),
  })
  return (
    <Dialog onClose={onClose} title={t('customers.addUser')}>
      <form onSubmit={form.onSubmit(() => add.mutate())}>
        <Stack gap="sm">
          <TextInput label={t('customers.fields.name')} {...form.getInputProps('name')} required />
          <TextInput
            type="email"
            label={t('customers.fields.email')}
            {...form.getInputProps('email')}
            required
          />
          {add.isError && <ProblemAlert error={add.error} />}
          <Group justify="flex-end">
            <Button type="submit" loading={add.isPending}>
              {t('customers.addUser')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
