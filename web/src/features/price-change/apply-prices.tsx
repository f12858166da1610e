import { Button, Checkbox, Group, Stack, Text, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { newIdempotencyKey } from '../../api/client.ts'
import type { StreamProgress } from '../../api/event-stream.ts'
import { useFormat } from '../../i18n/format.ts'
import { Dialog } from '../../ui/action/dialog.tsx'
import { useSingleFlight } from '../../ui/action/use-single-flight.ts'
import { Section } from '../../ui/page/section.tsx'
import { ProblemAlert } from '../../ui/state/problem-alert.tsx'
import { StreamProgressBar } from '../../ui/state/stream-progress.tsx'
import { nowMs } from '../../ui/value/clock.ts'
import { createBatch } from '../batches/batch-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { PriceEffectView } from './price-effect-view.tsx'
import { askPriceEffect, type PriceWish } from './price-requests.ts'

/** A month's notice, unless another day is chosen. */
const NOTICE_MS = 30 * 86_400_000
const TYPING_MS = 300

/** A product's new prices touch new orders only; this is the way to the services that it has. */
export function ApplyPrices({ productId }: { productId: string }) {
  const { t } = useTranslation()
  const isPermitted = usePermission('services:update')
  const [isOpen, setOpen] = useState(false)
  return (
    <Section title={t('priceChange.title')} text={t('priceChange.text')}>
      <Button
        variant="default"
        disabled={!isPermitted}
        title={
          isPermitted ? undefined : t('shell.needsPermission', { permission: 'services:update' })
        }
        onClick={() => setOpen(true)}
      >
        {t('priceChange.open')}
      </Button>
      {isOpen && <ApplyDialog productId={productId} onClose={() => setOpen(false)} />}
    </Section>
  )
}

function ApplyDialog({ productId, onClose }: { productId: string; onClose: () => void }) {
  const { t } = useTranslation()
  const format = useFormat()
  const [on, setOn] = useState(() => new Date(nowMs() + NOTICE_MS).toISOString().slice(0, 10))
  const [includeOwnPrices, setInclude] = useState(false)
  const wish = useMemo(
    () => (on ? { from: new Date(`${on}T00:00`).toISOString(), includeOwnPrices } : null),
    [on, includeOwnPrices],
  )
  const { effect, progress } = usePriceEffect(productId, wish)
  const make = useMakeBatch(productId)
  const start = useSingleFlight(make)
  const reached = effect.data?.reached ?? 0
  return (
    <Dialog
      onClose={onClose}
      size="lg"
      title={t('priceChange.title')}
      closeButtonProps={{ 'aria-label': t('ui.action.cancel') }}
    >
      <Stack gap="sm">
        <TextInput
          type="date"
          maw={320}
          label={t('priceChange.from')}
          description={t('priceChange.fromHelp')}
          value={on}
          onChange={(event) => setOn(event.currentTarget.value)}
        />
        <Checkbox
          label={t('priceChange.own')}
          description={t('priceChange.ownHelp')}
          checked={includeOwnPrices}
          onChange={(event) => setInclude(event.currentTarget.checked)}
        />
        {effect.isFetching && (
          <StreamProgressBar
            progress={progress}
            label={t('policy.effect.progress', {
              done: format.number(progress?.done ?? 0),
              total: format.number(progress?.total ?? 0),
            })}
          />
        )}
        {effect.isError && (
          <ProblemAlert error={effect.error} withFields onRetry={() => void effect.refetch()} />
        )}
        {effect.data && <PriceEffectView effect={effect.data} />}
        {reached > 0 && (
          <Text size="sm" c="dimmed">
            {t('priceChange.previewFirst')}
          </Text>
        )}
        {make.isError && <ProblemAlert error={make.error} withFields />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('ui.action.cancel')}
          </Button>
          <Button
            disabled={!wish || reached === 0 || effect.isFetching}
            loading={make.isPending}
            onClick={() => wish && start(wish)}
          >
            {t('priceChange.prepare', { count: reached })}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}

function usePriceEffect(productId: string, wish: PriceWish | null) {
  const [settled] = useDebouncedValue(wish, TYPING_MS)
  const [progress, setProgress] = useState<StreamProgress | null>(null)
  const effect = useQuery({
    queryKey: ['product', productId, 'price-effect', settled],
    queryFn: ({ signal }) => {
      setProgress(null)
      if (!settled) throw new Error('asked without a day')
      return askPriceEffect(productId, settled, { signal, onProgress: setProgress })
    },
    enabled: settled !== null,
    retry: false,
    refetchOnWindowFocus: false,
  })
  return { effect, progress }
}

/** The batch's own page shows every service and asks before anything is done. */
function useMakeBatch(productId: string) {
  const navigate = useNavigate()
  const [key] = useState(newIdempotencyKey)
  return useMutation({
    mutationFn: (input: PriceWish) =>
      createBatch(
        { action: 'service.apply_price', input, select: { filters: { productId } } },
        key,
      ),
    onSuccess: ({ id }) => navigate({ to: `/admin/batches/${id}` }),
  })
}
