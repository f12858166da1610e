import type { ReactNode } from 'react'
import { isPermitted, useStaff } from '../../api/session.ts'
import { NotAllowedPage } from '../../ui/state/states.tsx'

/** Draws a page of the administration, or which permission its reader lacks. */
export function RequirePermission(props: { permission: string; children: ReactNode }) {
  const staff = useStaff()
  if (!staff || !isPermitted(staff.permissions, props.permission)) {
    return <NotAllowedPage permission={props.permission} />
  }
  return props.children
}

/** Whether the staff member at the screen holds a permission. */
export function usePermission(permission: string): boolean {
  const staff = useStaff()
  return staff !== null && isPermitted(staff.permissions, permission)
}
