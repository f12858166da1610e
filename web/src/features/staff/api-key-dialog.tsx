import { Alert, Button, Code, Group, Stack, Switch, TagsInput, TextInput } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { isPermitted, useStaff } from '../../api/session.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { CopyButton } from '../../ui/value/copy-button.tsx'
import { PermissionPicker } from './permission-picker.tsx'
import { createApiKey, rolesQuery } from './staff-requests.ts'

/** Makes an API key for oneself; its token is shown once. */
export function ApiKeyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const [token, setToken] = useState<string | null>(null)
  return (
    <Dialog
      onClose={onClose}
      size="xl"
      title={t('staff.keys.new')}
      closeOnClickOutside={token === null}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      {token === null ? (
        <KeyForm onClose={onClose} onMade={setToken} />
      ) : (
        <Token token={token} onClose={onClose} />
      )}
    </Dialog>
  )
}

function Token({ token, onClose }: { token: string; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Stack gap="sm">
      <Alert color="yellow" py="xs">
        {t('staff.keys.once')}
      </Alert>
      <Group gap="xs" wrap="nowrap">
        <Code fz="sm" p="xs" style={{ flex: 1, wordBreak: 'break-all' }}>
          {token}
        </Code>
        <CopyButton value={token} />
      </Group>
      <Button onClick={onClose} w="fit-content" ml="auto">
        {t('staff.keys.kept')}
      </Button>
    </Stack>
  )
}

function KeyForm(props: { onClose: () => void; onMade: (token: string) => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const staff = useStaff()
  const roles = useQuery(rolesQuery)
  const [name, setName] = useState('')
  const [isLimited, setLimited] = useState(false)
  const [permissions, setPermissions] = useState<string[]>([])
  const [ips, setIps] = useState<string[]>([])
  const [expiresOn, setExpiresOn] = useState('')
  const make = useMutation({
    mutationFn: () =>
      createApiKey({
        name: name.trim(),
        permissions: isLimited ? permissions : null,
        allowedIps: ips.length > 0 ? ips : null,
        expiresAt: expiresOn ? new Date(`${expiresOn}T23:59:59`).toISOString() : null,
      }),
    onSuccess: async ({ token }) => {
      props.onMade(token)
      await queries.invalidateQueries({ queryKey: ['api_key'] })
    },
  })
  const errors = fieldErrors(make.isError ? toProblem(make.error) : null)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!make.isPending) make.mutate()
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={t('staff.fields.name')}
          description={t('staff.keys.nameHelp')}
          required
          data-autofocus
          value={name}
          error={errors['/name']}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('staff.keys.expiresOn')}
          description={t('staff.keys.expiresHelp')}
          value={expiresOn}
          error={errors['/expiresAt']}
          onChange={(event) => setExpiresOn(event.currentTarget.value)}
        />
        <TagsInput
          label={t('staff.keys.allowedIps')}
          description={t('staff.keys.ipsHelp')}
          splitChars={[',', ' ']}
          acceptValueOnBlur
          value={ips}
          error={errors['/allowedIps']}
          onChange={setIps}
        />
        <Switch
          label={t('staff.keys.limit')}
          description={t('staff.keys.limitHelp')}
          checked={isLimited}
          onChange={(event) => setLimited(event.currentTarget.checked)}
        />
        {isLimited && roles.data && (
          <PermissionPicker
            all={roles.data.permissions}
            value={permissions}
            onChange={setPermissions}
            isGrantable={(permission) => isPermitted(staff?.permissions ?? [], permission)}
          />
        )}
        {make.isError && <ProblemAlert error={make.error} withFields />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={props.onClose}>
            {t('ui.action.cancel')}
          </Button>
          <Button
            type="submit"
            loading={make.isPending}
            disabled={isLimited && permissions.length === 0}
          >
            {t('staff.keys.create')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
