import { Button, Group, Stack, Text, Textarea } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { fieldErrors, toProblem } from '../../api/problem.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { notifyDone, ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { currenciesQuery } from '../products/catalog-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { type CouponDraft, NEW_COUPON, toBody, toDraft } from './coupon-draft.ts'
import { CouponLimits, CouponValue } from './coupon-fields.tsx'
import { type Coupon, saveCoupon } from './coupon-requests.ts'

interface CouponDialogProps {
  /** Null makes a new one. */
  coupon: Coupon | null
  onClose: () => void
}

/** Makes or changes a coupon. */
export function CouponDialog({ coupon, onClose }: CouponDialogProps) {
  const { t } = useTranslation()
  const queries = useQueryClient()
  const mayWrite = usePermission('coupons:update')
  const currencies = useQuery(currenciesQuery(usePermission('settings:read')))
  const [draft, setDraft] = useState(() => (coupon ? toDraft(coupon) : NEW_COUPON))
  const save = useMutation({
    mutationFn: (body: unknown) => saveCoupon(coupon?.id ?? null, body),
    onSuccess: async () => {
      notifyDone(t('coupons.saved'))
      onClose()
      await queries.invalidateQueries({ queryKey: ['coupon'] })
    },
  })
  const errors = fieldErrors(save.isError ? toProblem(save.error) : null)
  const set = (change: Partial<CouponDraft>) => setDraft((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!save.isPending) save.mutate(toBody(draft))
  }
  const fields = { draft, set, errors, currencies: currencies.data ?? [] }
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={coupon?.code ?? t('coupons.new')}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <form onSubmit={submit}>
        <Stack gap="sm">
          <CouponValue {...fields} />
          <CouponLimits {...fields} />
          <Textarea
            label={t('coupons.fields.notes')}
            autosize
            minRows={2}
            maxLength={2000}
            value={draft.notes}
            error={errors['/notes']}
            onChange={(event) => set({ notes: event.currentTarget.value })}
          />
          {coupon && (
            <Text size="xs" c="dimmed">
              {t('coupons.help.change')}
            </Text>
          )}
          {save.isError && <ProblemAlert error={save.error} withFields />}
          <Group justify="space-between" gap="xs">
            {coupon ? (
              <Button
                variant="subtle"
                color={coupon.archivedAt ? undefined : 'red'}
                disabled={!mayWrite}
                onClick={() => save.mutate({ archived: coupon.archivedAt === null })}
              >
                {t(coupon.archivedAt ? 'coupons.restore' : 'coupons.archive')}
              </Button>
            ) : (
              <span />
            )}
            <Group gap="xs">
              <Button variant="default" onClick={onClose}>
                {t('ui.action.cancel')}
              </Button>
              <Button type="submit" loading={save.isPending} disabled={!mayWrite}>
                {coupon ? t('coupons.save') : t('coupons.create')}
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
