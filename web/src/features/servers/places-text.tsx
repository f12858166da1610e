import { Group, Progress, Text } from '@mantine/core'
import { useTranslation } from 'react-i18next'
import { useFormat } from '../../i18n/format.ts'

/** How many services a server holds, of how many. */
export function PlacesText({ used, limit }: { used: number; limit: number | null }) {
  const { t } = useTranslation()
  const format = useFormat()
  const percent = limit ? Math.min(100, Math.round((used / limit) * 100)) : null
  return (
    <Group gap={8} wrap="nowrap" justify="flex-end">
      <Text span inherit className="tabular">
        {format.number(used)}
        <Text span inherit c="dimmed">
          {limit === null ? '' : ` / ${format.number(limit)}`}
        </Text>
      </Text>
      {percent !== null && (
        <Progress
          value={percent}
          size={5}
          w={48}
          color={percent >= 90 ? 'red' : percent >= 75 ? 'yellow' : 'harbour'}
          aria-label={t('servers.fields.places')}
        />
      )}
    </Group>
  )
}
