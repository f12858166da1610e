import { digestOf, type StandInGuest } from './state.ts'

const INTEGERS = ['cores', 'sockets', 'onboot', 'swap', 'unprivileged', 'template', 'balloon']

/** A guest's configuration as it is shown: pending changes made, passwords hidden. */
export function shownConfig(guest: StandInGuest): Record<string, string | number> {
  const numeric = guest.kind === 'lxc' ? [...INTEGERS, 'memory'] : INTEGERS
  const all = { ...guest.config, ...guest.pending, ...(guest.isTemplate ? { template: '1' } : {}) }
  const shown = Object.entries(all).map(([name, value]) => {
    if (name === 'cipassword') return [name, '**********'] as const
    return [name, numeric.includes(name) ? Number(value) : value] as const
  })
  return { ...Object.fromEntries(shown), digest: digestOf(guest) }
}

/** Size of the disk that a guest starts from, in GiB. */
export function diskSize(guest: StandInGuest): number {
  const disk = guest.config[guest.kind === 'lxc' ? 'rootfs' : 'scsi0'] ?? ''
  return Number(/size=(\d+)G/.exec(disk)?.[1] ?? 0)
}

/** What of a guest can be counted, without what is pending. */
export function numbersOf(guest: StandInGuest) {
  const { config, status } = guest
  const isOn = status === 'running'
  const maxmem = Number(config.memory ?? 512) * 2 ** 20
  return {
    cpus: Number(config.cores ?? 1) * Number(config.sockets ?? 1),
    maxmem,
    maxdisk: diskSize(guest) * 2 ** 30,
    mem: isOn ? Math.floor(maxmem / 3) : 0,
    cpu: isOn ? 0.125 : 0,
    netin: isOn ? 1_500_000 : 0,
    netout: isOn ? 500_000 : 0,
    uptime: isOn ? 3600 : 0,
  }
}

/** Readings of a minute each, as the round-robin database gives them. */
export function readingsOf(guest: StandInGuest, seconds: number): Record<string, number>[] {
  const { maxmem, maxdisk, cpus } = numbersOf(guest)
  return Array.from({ length: 70 }, (_, minute) => ({
    time: seconds - (70 - minute) * 60,
    // The newest have not been written yet.
    ...(minute === 69
      ? {}
      : {
          cpu: (minute % 10) / 20,
          maxcpu: cpus,
          mem: maxmem / 3 + minute * 1000,
          maxmem,
          disk: 0,
          maxdisk,
          diskread: minute * 10,
          diskwrite: minute * 20,
          netin: minute * 100,
          netout: minute * 50,
        }),
  }))
}
