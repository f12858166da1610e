import type { Config, ServerState, StandInInstance, StandInSnapshot } from './state.ts'
import { Refusal } from './state.ts'

/** The keys that an instance may have, as far as anybody here sets them. */
const KNOWN =
  /^(limits\.(cpu|memory|processes)|boot\.autostart|user\..+|cloud-init\.[a-z-]+|security\.privileged)$/

/** Says what the server would say of a configuration that it does not take. */
export function checkConfig(type: StandInInstance['type'], config: Config): void {
  for (const [key, value] of Object.entries(config)) {
    if (key.startsWith('volatile.') || key.startsWith('image.')) continue
    if (!KNOWN.test(key)) throw new Refusal(`Invalid config: Unknown configuration key: ${key}`)
    const onlyContainers = key === 'limits.processes' && type === 'virtual-machine'
    if (onlyContainers && value !== '') {
      throw new Refusal(`Invalid config: Unknown configuration key: ${key}`)
    }
    const isSize = key !== 'limits.memory' || value === '' || /^\d+(MiB|GiB)$/.test(value)
    if (!isSize) throw new Refusal(`Invalid config: Invalid value for limits.memory: ${value}`)
  }
}

export function checkDevices(
  state: ServerState,
  name: string,
  devices: Record<string, Config>,
): void {
  for (const [device, { type, pool, network, 'ipv4.address': address }] of Object.entries(
    devices,
  )) {
    if (type === 'disk' && pool !== undefined && !state.pools.has(pool)) {
      throw new Refusal(
        'Failed initialising instance: Failed loading storage pool: Storage pool not found',
      )
    }
    if (network !== undefined && !state.networks.has(network)) {
      throw new Refusal(
        `Invalid devices: Device validation failed for "${device}": Failed to load network "${network}": Network not found`,
      )
    }
    const owner = [...state.instances.values()].find(
      (one) =>
        one.name !== name &&
        Object.values(one.devices).some((has) => has['ipv4.address'] === address),
    )
    if (address !== undefined && owner) {
      throw new Refusal(
        `Invalid devices: Device validation failed for "${device}": IP address "${address}" already defined on another NIC`,
      )
    }
  }
}

const PROFILE_DEVICES = { root: { type: 'disk', path: '/', pool: 'default' } }

function instanceFields(
  instance: Pick<
    StandInInstance,
    'config' | 'devices' | 'architecture' | 'ephemeral' | 'profiles' | 'createdAt'
  >,
) {
  return {
    architecture: instance.architecture,
    config: { ...instance.config },
    created_at: instance.createdAt,
    devices: { ...instance.devices },
    ephemeral: instance.ephemeral,
    expanded_config: { ...instance.config },
    expanded_devices: { ...PROFILE_DEVICES, ...instance.devices },
    profiles: [...instance.profiles],
    stateful: false,
  }
}

/** As `GET /1.0/instances/{name}` shows it. */
export function instanceAnswer(instance: StandInInstance) {
  return {
    ...instanceFields(instance),
    description: instance.description,
    last_used_at: instance.lastUsedAt,
    location: 'none',
    name: instance.name,
    project: 'default',
    status: instance.running ? 'Running' : 'Stopped',
    status_code: instance.running ? 103 : 102,
    type: instance.type,
  }
}

export function snapshotAnswer(instance: StandInInstance, snapshot: StandInSnapshot) {
  return {
    ...instanceFields({ ...instance, ...snapshot }),
    expires_at: '0001-01-01T00:00:00Z',
    last_used_at: '0001-01-01T00:00:00Z',
    name: snapshot.name,
    size: 4096 * snapshot.disk.length,
  }
}

const COUNTERS = {
  bytes_received: 1200,
  bytes_sent: 3400,
  errors_received: 0,
  errors_sent: 0,
  packets_dropped_inbound: 0,
  packets_dropped_outbound: 0,
  packets_received: 12,
  packets_sent: 34,
}

/** As `GET /1.0/instances/{name}/state` shows it. */
export function stateAnswer(instance: StandInInstance) {
  const { running } = instance
  if (running) instance.cpu += 40_000_000
  const address = instance.devices.eth0?.['ipv4.address'] ?? '10.20.30.40'
  const card = (name: string, type: string, addresses: object[]) => ({
    addresses,
    counters: COUNTERS,
    hwaddr: '00:16:3e:00:00:01',
    host_name: name,
    mtu: 1500,
    state: 'up',
    type,
  })
  const global = { family: 'inet', address, netmask: '24', scope: 'global' }
  const local = { family: 'inet6', address: 'fe80::1', netmask: '64', scope: 'link' }
  return {
    status: running ? 'Running' : 'Stopped',
    status_code: running ? 103 : 102,
    cpu: { usage: running ? instance.cpu : 0 },
    disk: running ? { root: { usage: 123_456 } } : {},
    memory: { usage: running ? 9_000_000 : 0, usage_peak: 0, swap_usage: 0, swap_usage_peak: 0 },
    network: running
      ? {
          eth0: card('veth1', 'broadcast', [global, local]),
          lo: card('', 'loopback', [
            { family: 'inet', address: '127.0.0.1', netmask: '8', scope: 'local' },
          ]),
        }
      : null,
    pid: running ? 4711 : 0,
    processes: running ? 5 : 0,
  }
}

/** Starts it; what has happened already is refused, as the server does. */
export function startIt(state: ServerState, instance: StandInInstance): void {
  if (instance.running) throw new Refusal('The instance is already running')
  instance.running = true
  instance.lastUsedAt = state.tick()
  const starts = instance.disk.filter((line) => line.startsWith('started')).length + 1
  instance.disk.push(`started ${starts}`)
  instance.console = [`\u001b[1mrelease\u001b[0m ${instance.disk[0]}`, `start number ${starts}`]
}

export function stopIt(instance: StandInInstance, force: boolean): void {
  if (!instance.running) throw new Refusal('The instance is already stopped')
  if (!force && instance.config['user.stubborn'] !== undefined) {
    throw new Refusal(
      'Failed shutting down instance, status is "Running": context deadline exceeded',
    )
  }
  instance.running = false
  instance.console.push('stopping')
}
