/** Permissions of one noun, in the server's order. */
export interface PermissionGroup {
  noun: string
  permissions: string[]
}

/** `services:read`, `services:suspend` … by what stands before the colon. */
export function groupPermissions(permissions: readonly string[]): PermissionGroup[] {
  const groups = new Map<string, string[]>()
  for (const permission of permissions) {
    const [noun = permission] = permission.split(':')
    groups.set(noun, [...(groups.get(noun) ?? []), permission])
  }
  return [...groups].map(([noun, own]) => ({ noun, permissions: own }))
}

/** What stands after the colon. */
export function permissionVerb(permission: string): string {
  return permission.slice(permission.indexOf(':') + 1)
}
