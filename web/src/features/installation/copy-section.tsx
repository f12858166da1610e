import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { Section } from '../../ui/page/section.tsx'
import { installationQuery, keepAsCopy } from './installation-requests.ts'

/** The other answer: this is a copy, and nothing of it may ever act. */
export function CopySection() {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [isAsking, setAsking] = useState(false)
  const keep = useMutation({
    mutationFn: keepAsCopy,
    onSuccess: () => queries.invalidateQueries(installationQuery),
  })
  return (
    <Section title={t('installation.copy.title')} text={t('installation.copy.text')}>
      <Button variant="default" onClick={() => setAsking(true)}>
        {t('installation.copy.submit')}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t('installation.copy.ask')}
          text={t('installation.copy.askText')}
          confirmLabel={t('installation.copy.submit')}
          isDangerous
          isPending={keep.isPending}
          error={keep.error}
          onConfirm={() => keep.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </Section>
  )
}
