import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { Section } from '../../ui/page/section.tsx'
import { notifyDone } from '../../ui/state/problem-alert.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { deleteServer, type ServerPage } from './server-requests.ts'

/** Forgets a server that holds nothing. */
export function DeleteServer({ server }: { server: ServerPage }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const mayWrite = usePermission('servers:update')
  const [isAsking, setAsking] = useState(false)
  const remove = useMutation({
    mutationFn: () => deleteServer(server.id),
    onSuccess: async () => {
      notifyDone(t('servers.deleted', { name: server.name }))
      await navigate({ to: '/admin/servers' })
      await queries.invalidateQueries({ queryKey: ['server'], refetchType: 'active' })
    },
  })
  return (
    <Section title={t('servers.sections.delete')} text={t('servers.deleteText')}>
      <Button
        variant="default"
        leftSection={<IconTrash size={15} stroke={1.7} />}
        disabled={!mayWrite}
        onClick={() => setAsking(true)}
      >
        {t('servers.delete')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('servers.deleteTitle', { name: server.name })}
          text={t('servers.deleteText')}
          confirmLabel={t('servers.delete')}
          isDangerous
          typed={server.name}
          isPending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}
