import {
  IconArrowBackUp,
  IconCircleX,
  IconPlayerPause,
  IconPlayerPlay,
  IconReload,
  IconTrash,
} from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { ActionMenu } from '../../ui/action/action-menu.tsx'
import { type ActionContext, type ActionLook, verbOf } from '../../ui/action/action-types.ts'
import { type BatchPage, batchHref } from './batch-requests.ts'
import { useBatchWords } from './batch-words.ts'
import { ConfirmBatch } from './confirm-batch.tsx'

const LOOKS: Record<string, ActionLook> = {
  pause: { icon: IconPlayerPause },
  resume: { icon: IconPlayerPlay },
  retry_failed: { icon: IconReload },
  undo: { icon: IconArrowBackUp },
  cancel_rest: { icon: IconCircleX, isDangerous: true },
  discard: { icon: IconTrash },
}

/**
 * What can be done with a batch: the possible ones as buttons, the others with their reason in the
 * menu. Until it is confirmed, that is what the page is about.
 */
export function BatchButtons({ batch }: { batch: BatchPage }) {
  const navigate = useNavigate()
  const words = useBatchWords()
  const context: ActionContext = {
    subject: { type: 'batch', name: words.title(batch), href: batchHref(batch.id) },
    texts: 'batches.actions',
    looks: LOOKS,
    alsoRefresh: [['service']],
    onDone: (_verb, answer) => {
      const { batchId } = (answer ?? {}) as { batchId?: string }
      if (batchId) void navigate({ to: `/admin/batches/${batchId}` })
    },
  }
  const confirm = batch.actions.find(({ id }) => id === 'batch.confirm')
  const isPreview = batch.state === 'planning' || batch.state === 'planned'
  const others = batch.actions.filter((offer) => !(isPreview && offer === confirm))
  const possible = others.filter((offer) => offer.allowed).map(({ id }) => verbOf(id))
  return (
    <>
      <ActionMenu actions={others} asButtons={possible} {...context} />
      {isPreview && confirm && <ConfirmBatch batch={batch} offer={confirm} context={context} />}
    </>
  )
}
