import { Menu, Tooltip } from '@mantine/core'
import { IconCalendarOff, IconEye, IconListDetails, IconUser } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ActionMenu } from '../../ui/action/action-menu.tsx'
import { isInMenu } from '../services/service-looks.ts'
import { usePermission } from '../shell/require-permission.tsx'
import { ImpersonateDialog } from './impersonate-dialog.tsx'
import type { ServiceParts } from './service-frame.tsx'

/** Everything that can be done with a service, and the ways to what belongs to it. */
export function ServiceMenu({ service, offers, context }: ServiceParts) {
  const [isImpersonating, setImpersonating] = useState(false)
  return (
    <>
      <ActionMenu
        actions={offers.filter(isInMenu)}
        asButtons={buttonsOf(service.status)}
        more={<Ways service={service} onImpersonate={() => setImpersonating(true)} />}
        {...context}
      />
      {isImpersonating && (
        <ImpersonateDialog service={service} onClose={() => setImpersonating(false)} />
      )}
    </>
  )
}

function Ways(props: { service: ServiceParts['service']; onImpersonate: () => void }) {
  const { t } = useTranslation()
  const mayImpersonate = usePermission('customers:impersonate')
  const { id, customer } = props.service
  const ways = [
    { to: `/admin/customers/${customer.id}`, icon: IconUser, label: 'toCustomer' },
    { to: `/admin/services/${id}/metadata`, icon: IconListDetails, label: 'toMetadata' },
    { to: `/admin/services/${id}/cancellation`, icon: IconCalendarOff, label: 'toCancellation' },
  ]
  const impersonate = (
    <Menu.Item
      leftSection={<IconEye size={15} stroke={1.7} aria-hidden />}
      aria-disabled={!mayImpersonate}
      closeMenuOnClick={mayImpersonate}
      style={mayImpersonate ? undefined : { opacity: 0.5, cursor: 'not-allowed' }}
      onClick={() => mayImpersonate && props.onImpersonate()}
    >
      {t('servicePage.impersonate.label')}
    </Menu.Item>
  )
  return (
    <>
      {ways.map(({ to, icon: Icon, label }) => (
        <Menu.Item
          key={to}
          component={Link}
          to={to}
          leftSection={<Icon size={15} stroke={1.7} aria-hidden />}
        >
          {t(`servicePage.ways.${label}`)}
        </Menu.Item>
      ))}
      {mayImpersonate ? (
        impersonate
      ) : (
        <Tooltip
          label={t('ui.state.notAllowedNeeds', { permission: 'customers:impersonate' })}
          position="left"
        >
          {impersonate}
        </Tooltip>
      )}
    </>
  )
}

/** What stands beside the menu: the likely next act in this status. Banners have their own. */
function buttonsOf(status: string): string[] {
  if (status === 'pending') return ['deliver']
  if (status === 'active') return ['suspend', 'renew']
  if (status === 'suspended') return ['renew']
  return []
}
