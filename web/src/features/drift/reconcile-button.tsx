import { Button, Menu, Tooltip } from '@mantine/core'
import { IconArrowsDiff } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { notifyDone, notifyProblem } from '../../ui/state/problem-alert.tsx'
import { usePermission } from '../shell/require-permission.tsx'
import { reconcile } from './drift-requests.ts'

const PERMISSION = 'drift:fix'

interface Server {
  id: string
  name: string
}

/** Has a server compared with the books at once; one key per asking. */
export function useReconcile({ id, name }: Server) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [key, setKey] = useState(newIdempotencyKey)
  const run = useMutation({
    mutationFn: (confirmed: boolean) => reconcile(id, confirmed, key),
    onSuccess: () => notifyDone(t('drift.compareAsked', { name })),
    onError: (error) => notifyProblem(error, t),
    onSettled: async () => {
      setKey(newIdempotencyKey())
      await queries.invalidateQueries({ queryKey: ['server', id] })
    },
  })
  const start = useSingleFlight(run)
  return { start: (confirmed = false) => start(confirmed), isPending: run.isPending }
}

/** The same as a button in a page's head. */
export function ReconcileButton({ server }: { server: Server }) {
  const { t } = useTranslation()
  const isPermitted = usePermission(PERMISSION)
  const { start, isPending } = useReconcile(server)
  const button = (
    <Button
      variant="default"
      leftSection={<IconArrowsDiff size={15} stroke={1.7} aria-hidden />}
      loading={isPending}
      aria-disabled={!isPermitted}
      data-disabled={!isPermitted || undefined}
      onClick={() => isPermitted && start()}
    >
      {t('drift.compare')}
    </Button>
  )
  if (isPermitted) return button
  return <Tooltip label={t('shell.needsPermission', { permission: PERMISSION })}>{button}</Tooltip>
}

/** The same in a row's menu. */
export function ReconcileItem({ server }: { server: Server }) {
  const { t } = useTranslation()
  const isPermitted = usePermission(PERMISSION)
  const { start } = useReconcile(server)
  const reason = t('shell.needsPermission', { permission: PERMISSION })
  const item = (
    <Menu.Item
      leftSection={<IconArrowsDiff size={15} stroke={1.7} aria-hidden />}
      aria-disabled={!isPermitted}
      aria-description={isPermitted ? undefined : reason}
      style={isPermitted ? undefined : { opacity: 0.5, cursor: 'not-allowed' }}
      onClick={() => isPermitted && start()}
    >
      {t('drift.compare')}
    </Menu.Item>
  )
  return isPermitted ? item : <Tooltip label={reason}>{item}</Tooltip>
}
