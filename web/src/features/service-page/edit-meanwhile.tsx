import { Button, Group, Stack, Text } from '@mantine/core'
import { IconUserExclamation } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { api, read } from '../../api/client.ts'
import { Banner } from '../../ui/page/banner.tsx'
import { TimeText } from '../../ui/value/time-text.tsx'
import type { ServicePage } from '../services/service-requests.ts'
import { usePermission } from '../shell/require-permission.tsx'
import type { Edit } from './use-edit.ts'

/** Somebody else saved while this form was being filled in: who, what, and what to do about it. */
export function EditMeanwhile({ edit, service }: { edit: Edit; service: ServicePage }) {
  const { t } = useTranslation()
  const { followed, conflicts } = edit
  if (followed.length + conflicts.length === 0) return null
  const names = (fields: string[]) =>
    fields.map((field) => t(`servicePage.edit.field.${field}`)).join(', ')
  return (
    <Banner icon={IconUserExclamation} color="yellow" title={t('servicePage.edit.meanwhile')}>
      <Stack gap={4}>
        <LastChange service={service} />
        {followed.length > 0 && (
          <Text size="sm">{t('servicePage.edit.followed', { fields: names(followed) })}</Text>
        )}
        {conflicts.map((field) => (
          <div key={field}>
            <Text size="sm">{t('servicePage.edit.conflict', { field: names([field]) })}</Text>
            <Group gap={6} mt={2}>
              <Button size="compact-xs" onClick={() => edit.settle(field, 'mine')}>
                {t('servicePage.edit.keepMine')}
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                onClick={() => edit.settle(field, 'theirs')}
              >
                {t('servicePage.edit.takeTheirs')}
              </Button>
            </Group>
          </div>
        ))}
      </Stack>
    </Banner>
  )
}

function LastChange({ service }: { service: ServicePage }) {
  const isPermitted = usePermission('history:read')
  const query = { subject: 'service', subjectId: service.id, limit: 1 }
  const { data } = useQuery({
    queryKey: ['service', service.id, 'last-change', service.version],
    queryFn: () => read(api.GET('/api/v1/admin/history', { params: { query } })),
    enabled: isPermitted,
  })
  const last = data?.items[0]
  if (!last) return null
  return (
    <Text size="xs" c="dimmed" component="div">
      {last.actor.name} · <TimeText at={last.at} />
    </Text>
  )
}
