import { List, Skeleton, Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { send } from '../../api/client.ts'

/** What a dry run answers. */
export interface Preview {
  allowed: boolean
  effects?: string[]
  reason?: { code: string; text: string } | null
  errors?: { pointer: string; code: string; detail: string }[]
}

const TYPING_MS = 300

interface PreviewedCall {
  method?: 'POST' | 'PATCH'
  url: string
  body: unknown
  enabled: boolean
}

/** What a call would do with what is typed so far; nothing is written. */
export function useActionPreview({ method = 'POST', url, body, enabled }: PreviewedCall) {
  const wanted = useMemo(() => ({ body, enabled }), [body, enabled])
  const [settled] = useDebouncedValue(wanted, TYPING_MS)
  return useQuery({
    queryKey: ['dry-run', method, url, settled.body],
    queryFn: ({ signal }) =>
      send<Preview>({ method, url, query: { dryRun: 'true' }, body: settled.body, signal }),
    enabled: settled.enabled,
    staleTime: 0,
    retry: false,
  })
}

/** What will happen, in short sentences; or why it cannot. */
export function ActionEffects({ preview, isLoading }: { preview: Preview; isLoading: boolean }) {
  const { t } = useTranslation()
  if (isLoading) return <Skeleton height={16} aria-hidden />
  if (!preview.allowed) {
    return (
      <Text size="sm" c="red" role="alert">
        {preview.reason?.text ?? t('ui.action.notPossible')}
      </Text>
    )
  }
  if (!preview.effects || preview.effects.length === 0) return null
  return (
    <div>
      <Text size="xs" c="dimmed" fw={600}>
        {t('ui.action.effects')}
      </Text>
      <List size="sm" spacing={2}>
        {preview.effects.map((effect) => (
          <List.Item key={effect}>{effect}</List.Item>
        ))}
      </List>
    </div>
  )
}
