import { GatewayList } from '../../../../features/gateways/gateway-list.tsx'
import { SettingsLayout } from '../../../../features/settings/settings-layout.tsx'
import { RequirePermission } from '../../../../features/shell/require-permission.tsx'

/** The payment gateways. */
export default function GatewaysPage() {
  return (
    <RequirePermission permission="settings:read">
      <SettingsLayout>
        <GatewayList />
      </SettingsLayout>
    </RequirePermission>
  )
}
