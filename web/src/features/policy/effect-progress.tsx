import { Button, Group, Modal, Stack } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import type { StreamProgress } from '../../api/event-stream.ts'
import { useFormat } from '../../i18n/format.ts'
import { StreamProgressBar } from '../../ui/state/stream-progress.tsx'

/** While every service is looked at; giving up saves nothing. */
export function EffectProgress(props: { progress: StreamProgress; onCancel: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const { progress, onCancel } = props
  const label = t('policy.effect.progress', {
    done: format.number(progress.done),
    total: format.number(progress.total),
  })
  const moved = t('policy.effect.movedSoFar', { count: progress.found ?? 0 })
  return (
    <Modal
      opened
      onClose={onCancel}
      title={t('policy.effect.asking')}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <Stack gap="sm">
        <StreamProgressBar progress={progress} label={`${label} · ${moved}`} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {t('ui.action.cancel')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}
