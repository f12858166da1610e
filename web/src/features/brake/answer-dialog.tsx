import { Checkbox, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import { useFormat } from '../../i18n/format.ts'
import { ConfirmDialog } from '../../ui/action/confirm-dialog.tsx'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { notifyDone } from '../../ui/state/problem-alert.tsx'
import { MoneyLines } from '../../ui/value/money-lines.tsx'
import { approveHeld, refuseHeld } from './brake-requests.ts'
import type { Asked } from './held-list.tsx'

/** From here on the number is typed: a click is too quick for it. */
const TYPED_FROM = 10

interface AnswerDialogProps {
  asked: Asked
  onClose: () => void
}

/** Names how many and how much, and asks once more. */
export function AnswerDialog({ asked, onClose }: AnswerDialogProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const [until, setUntil] = useState('')
  const [isOpenEnded, setOpenEnded] = useState(false)
  const [note, setNote] = useState('')
  const answer = useAnswer(asked, onClose)
  const start = useSingleFlight(answer)
  const { count, step, money } = asked
  const isApproval = asked.answer === 'approve'
  const figures = { count, number: format.number(count) }
  const words = t(`brake.${asked.answer}Title.${step}`, figures)
  return (
    <ConfirmDialog
      title={words}
      confirmLabel={words}
      isDangerous={isApproval}
      typed={isApproval && count >= TYPED_FROM ? String(count) : undefined}
      isPending={answer.isPending}
      isDisabled={!isApproval && until === '' && !isOpenEnded}
      error={answer.error}
      onConfirm={() => start({ until: isOpenEnded ? null : until, note: note.trim() })}
      onClose={onClose}
    >
      <div>
        <Text size="sm" c="dimmed">
          {t('brake.atStake')}
        </Text>
        <Text fz={20} fw={600} component="div">
          <MoneyLines values={money} fz={16} />
        </Text>
      </div>
      <Text size="sm">{t(`brake.${asked.answer}Text.${step}`)}</Text>
      {!isApproval && (
        <Stack gap="xs">
          <TextInput
            type="date"
            label={t('brake.until')}
            value={until}
            disabled={isOpenEnded}
            onChange={(event) => setUntil(event.currentTarget.value)}
          />
          <Checkbox
            label={t('brake.openEnded')}
            checked={isOpenEnded}
            onChange={(event) => setOpenEnded(event.currentTarget.checked)}
          />
          <Textarea
            label={t('brake.note')}
            description={t('brake.noteHelp')}
            autosize
            minRows={2}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.currentTarget.value)}
          />
        </Stack>
      )}
    </ConfirmDialog>
  )
}

function useAnswer(asked: Asked, onClose: () => void) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const [key] = useState(newIdempotencyKey)
  const { select, step, count } = asked
  return useMutation({
    mutationFn: async ({ until, note }: { until: string | null; note: string }) => {
      const body = { ...select, step, expectedCount: count }
      if (asked.answer === 'approve') return approveHeld({ ...body, note }, key)
      const at = until ? new Date(`${until}T12:00`).toISOString() : null
      return refuseHeld({ ...body, until: at, note }, key)
    },
    onSuccess: async (outcome) => {
      const dropped =
        outcome.dropped > 0 ? ` ${t('brake.dropped', { count: outcome.dropped })}` : ''
      notifyDone(t(`brake.${asked.answer}Done`, { count: outcome.carriedOut }) + dropped)
      asked.onDone?.()
      onClose()
      await Promise.all(
        ['brake', 'automation', 'service'].map((subject) =>
          queries.invalidateQueries({ queryKey: [subject] }),
        ),
      )
    },
  })
}
