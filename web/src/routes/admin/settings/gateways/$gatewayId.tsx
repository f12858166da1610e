import { useParams } from '@tanstack/react-router'
import { GatewaySettings } from '../../../../features/gateways/gateway-page.tsx'
import { SettingsLayout } from '../../../../features/settings/settings-layout.tsx'
import { RequirePermission } from '../../../../features/shell/require-permission.tsx'

/** One payment gateway. */
export default function GatewayPage() {
  const { gatewayId = '' } = useParams({ strict: false }) as { gatewayId?: string }
  return (
    <RequirePermission permission="settings:read">
      <SettingsLayout>
        <GatewaySettings key={gatewayId} id={gatewayId} />
      </SettingsLayout>
    </RequirePermission>
  )
}
