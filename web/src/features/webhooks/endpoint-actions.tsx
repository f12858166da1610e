import { Button, Group } from '@mantine/core'
import { IconKey, IconSend, IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { Dialog } from '../../ui/action/dialog.tsx'
import { notifyDone, notifyProblem } from '../../ui/state/problem-alert.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { SecretView } from './secret-view.tsx'
import { deleteEndpoint, type Endpoint, rotateSecret, sendTestEvent } from './webhook-requests.ts'

/** What can be done with an endpoint beside changing it. */
export function EndpointActions({ endpoint }: { endpoint: Endpoint }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('webhooks:update')
  const [asked, setAsked] = useState<'rotate' | 'delete' | null>(null)
  const test = useMutation({
    mutationFn: () => sendTestEvent(endpoint.id),
    onSuccess: async () => {
      notifyDone(t('webhooks.test.done'))
      await queries.invalidateQueries({ queryKey: ['webhook_delivery'] })
    },
    onError: (error) => notifyProblem(error, t),
  })
  if (!mayWrite) return null
  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconSend size={14} />}
        disabled={!endpoint.enabled}
        title={endpoint.enabled ? undefined : t('webhooks.test.off')}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {t('webhooks.test.send')}
      </Button>
      <Button
        variant="default"
        leftSection={<IconKey size={14} />}
        onClick={() => setAsked('rotate')}
      >
        {t('webhooks.rotate.label')}
      </Button>
      <Button
        variant="default"
        color="red"
        leftSection={<IconTrash size={14} />}
        onClick={() => setAsked('delete')}
      >
        {t('webhooks.delete.label')}
      </Button>
      {asked === 'rotate' && <RotateDialog id={endpoint.id} onClose={() => setAsked(null)} />}
      {asked === 'delete' && <DeleteDialog endpoint={endpoint} onClose={() => setAsked(null)} />}
    </Group>
  )
}

function RotateDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const rotate = useMutation({
    mutationFn: () => rotateSecret(id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['webhook'] }),
  })
  if (rotate.data) {
    return (
      <Dialog
        onClose={onClose}
        title={t('webhooks.rotate.label')}
        closeOnClickOutside={false}
        closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
      >
        <SecretView secret={rotate.data.secret} onClose={onClose} />
      </Dialog>
    )
  }
  return (
    <ConfirmDialog
      title={t('webhooks.rotate.label')}
      text={t('webhooks.rotate.text')}
      confirmLabel={t('webhooks.rotate.confirm')}
      isPending={rotate.isPending}
      error={rotate.error}
      onConfirm={() => rotate.mutate()}
      onClose={onClose}
    />
  )
}

function DeleteDialog({ endpoint, onClose }: { endpoint: Endpoint; onClose: () => void }) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => deleteEndpoint(endpoint.id),
    onSuccess: async () => {
      notifyDone(t('webhooks.delete.done', { name: endpoint.name }))
      await navigate({ to: '/admin/webhooks' })
      await queries.invalidateQueries({ queryKey: ['webhook', 'list'] })
    },
  })
  return (
    <ConfirmDialog
      title={t('webhooks.delete.title', { name: endpoint.name })}
      text={t('webhooks.delete.text')}
      confirmLabel={t('webhooks.delete.label')}
      isDangerous
      isPending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  )
}
