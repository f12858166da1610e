import { List, Skeleton, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { type WhatIfWish, whatIfQuery } from './service-queries.ts'

/** What it would mean, in the server's plain words; or why it cannot be. */
export function WhatIfWords({ serviceId, wish }: { serviceId: string; wish: WhatIfWish }) {
  const { t } = useTranslation()
  const { data, isError } = useQuery(whatIfQuery(serviceId, wish))
  if (isError) return null
  if (!data) return <Skeleton height={48} aria-hidden />
  if (!data.allowed)
    return (
      <Text size="sm" c="red">
        {data.reason}
      </Text>
    )
  if (data.effects.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {t('myServices.nothingNext')}
      </Text>
    )
  return (
    <List size="sm" spacing={4} aria-label={t('myServices.whatItMeans')}>
      {data.effects.map((effect) => (
        <List.Item key={effect}>{effect}</List.Item>
      ))}
    </List>
  )
}
