import { Alert, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useStaff } from '../../api/session.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { sendTestMail } from './mail-requests.ts'

const COLOURS = { sent: 'teal', kept: 'yellow', failed: 'red' } as const

/** Sends a test mail by the stored settings and says what came of it. */
export function TestMailDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const staff = useStaff()
  const [to, setTo] = useState(staff?.email ?? '')
  const test = useMutation({ mutationFn: () => sendTestMail(to.trim()) })
  return (
    <ConfirmDialog
      title={t('mails.test.title')}
      text={t('mails.test.text')}
      confirmLabel={t('mails.test.send')}
      isPending={test.isPending}
      isDisabled={to.trim() === ''}
      error={test.error}
      onConfirm={() => test.mutate()}
      onClose={onClose}
    >
      <TextInput
        type="email"
        label={t('mails.fields.to')}
        required
        data-autofocus
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
      {test.data && (
        <Alert color={COLOURS[test.data.outcome]} py="xs" role="status">
          {t(`mails.test.outcome.${test.data.outcome}`)}
          {test.data.message && ` ${test.data.message}`}
        </Alert>
      )}
    </ConfirmDialog>
  )
}
