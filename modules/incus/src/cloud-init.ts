import type { IncusService } from './plan.ts'

/** A scalar of YAML that no text can break out of: JSON is YAML. */
const quoted = (text: string) => JSON.stringify(text)

/** The lines of public keys that were given. */
function keysOf(sshKeys: string): string[] {
  return sshKeys.split(/\r?\n/).filter((line) => line.trim() !== '')
}

/** The `#cloud-config` of a service: host name, one user with a password's hash, and its keys. */
export function userData(service: IncusService, passwordHash: string): string {
  const { product, orderData } = service
  const keys = keysOf(orderData.sshKeys)
  return [
    '#cloud-config',
    ...(orderData.hostname === '' ? [] : hostLines(orderData.hostname)),
    'users:',
    `  - name: ${quoted(product.user)}`,
    '    shell: /bin/bash',
    '    sudo: "ALL=(ALL) NOPASSWD:ALL"',
    '    lock_passwd: false',
    `    hashed_passwd: ${quoted(passwordHash)}`,
    ...(keys.length === 0 ? [] : ['    ssh_authorized_keys:']),
    ...keys.map((key) => `      - ${quoted(key)}`),
    'ssh_pwauth: true',
    ...(product.userData === '' ? [] : [product.userData]),
    '',
  ].join('\n')
}

function hostLines(hostname: string): string[] {
  const [short = hostname] = hostname.split('.')
  const fqdn = hostname === short ? [] : [`fqdn: ${quoted(hostname)}`]
  return [`hostname: ${quoted(short)}`, ...fqdn]
}

/**
 * Where the server takes it: `cloud-init.user-data` since the API extension `cloud_init`, before
 * that `user.user-data`. Without a user the image is left as it is.
 */
export function cloudInitConfig(
  service: IncusService,
  passwordHash: string,
  extensions: readonly string[],
): Record<string, string> {
  if (service.product.user === '') return {}
  const key = extensions.includes('cloud_init') ? 'cloud-init.user-data' : 'user.user-data'
  return { [key]: userData(service, passwordHash) }
}
