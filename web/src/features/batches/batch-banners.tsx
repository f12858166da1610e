import { Stack } from '@mantine/core'
import { IconAlertTriangle, IconArrowBackUp } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Banner } from '../../ui/page/banner.tsx'
import { TextLink } from '../../ui/page/text-link.tsx'
import { type Batch, readBatch } from './batch-requests.ts'

/** What stands out about a batch: that it stopped by itself, what it takes back, what took it back. */
export function BatchBanners({ batch }: { batch: Batch }) {
  const { t } = useTranslation()
  const { undoOf, undoneBy, stoppedBecause } = batch
  return (
    <Stack gap="xs" className="gone-when-empty">
      {stoppedBecause && (
        <Banner color="orange" icon={IconAlertTriangle} title={t('batches.stopped')}>
          {stoppedBecause}
        </Banner>
      )}
      {undoOf && <UndoOf id={undoOf} />}
      {undoneBy.map(({ id, number, state }) => (
        <Banner
          key={id}
          color="blue"
          icon={IconArrowBackUp}
          title={
            <>
              {t('batches.undoneBy')}{' '}
              <TextLink to={`/admin/batches/${id}`}>{t('batches.one', { number })}</TextLink>
              {` (${t(`ui.status.batch.${state}`)})`}
            </>
          }
        />
      ))}
    </Stack>
  )
}

function UndoOf({ id }: { id: string }) {
  const { t } = useTranslation()
  const undone = useQuery({ queryKey: ['batch', id], queryFn: () => readBatch(id) })
  return (
    <Banner
      color="blue"
      icon={IconArrowBackUp}
      title={
        <>
          {t('batches.takesBack')}{' '}
          <TextLink to={`/admin/batches/${id}`}>
            {undone.data ? t('batches.one', { number: undone.data.number }) : '…'}
          </TextLink>
        </>
      }
    >
      {t('batches.takesBackText')}
    </Banner>
  )
}
