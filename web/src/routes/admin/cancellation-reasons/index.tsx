import { Button, Paper } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ReasonDialog } from '../../../features/cancellation-reasons/reason-dialog.tsx'
import { ReasonList } from '../../../features/cancellation-reasons/reason-list.tsx'
import type { Reason } from '../../../features/cancellation-reasons/reason-requests.ts'
import { ReasonsFrame } from '../../../features/cancellation-reasons/reasons-frame.tsx'
import { usePermission } from '../../../features/shell/require-permission.tsx'

/** The reasons that people choose from when they cancel. */
export default function CancellationReasonsPage() {
  const { t } = useTranslation()
  const mayWrite = usePermission('cancellation_reasons:update')
  const [open, setOpen] = useState<Reason | 'new' | null>(null)
  return (
    <ReasonsFrame
      primary={
        mayWrite && (
          <Button leftSection={<IconPlus size={14} />} onClick={() => setOpen('new')}>
            {t('cancellationReasons.new')}
          </Button>
        )
      }
    >
      <Paper>
        <ReasonList mayWrite={mayWrite} onEdit={setOpen} />
      </Paper>
      {open && (
        <ReasonDialog
          key={open === 'new' ? 'new' : open.id}
          reason={open === 'new' ? null : open}
          onClose={() => setOpen(null)}
        />
      )}
    </ReasonsFrame>
  )
}
