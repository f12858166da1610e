import { Menu } from '@mantine/core'
import { IconCalendarPlus, IconSettings } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { ServiceRow } from './service-columns.tsx'
import { hasEnded } from './service-queries.ts'

/** What a row of the list leads to: the service, or its renewal at once. */
export function ServiceRowMenu({ service }: { service: ServiceRow }) {
  const { t } = useTranslation()
  const to = `/client/services/${service.id}`
  return (
    <>
      <Menu.Item component={Link} to={to} leftSection={<IconSettings size={15} stroke={1.7} />}>
        {t('myServices.manage')}
      </Menu.Item>
      {service.expiresAt && !hasEnded(service.status) && (
        <Menu.Item
          component={Link}
          to={to}
          search={{ open: 'renew' } as never}
          leftSection={<IconCalendarPlus size={15} stroke={1.7} />}
        >
          {t('myServices.actions.renew.label')}
        </Menu.Item>
      )}
    </>
  )
}
