import type { ClusterState, Kind, StandInGuest } from './state.ts'

/** What a route is given. */
export interface PveRequest {
  readonly state: ClusterState
  /** Of the path, decoded. */
  readonly path: Readonly<Record<string, string>>
  /** Of the query or the urlencoded body, checked. */
  readonly parameters: Readonly<Record<string, string | undefined>>
}

/** What it answers: data, or a refusal as Proxmox words it. */
export type PveAnswer =
  | { readonly data: unknown }
  | {
      readonly status: number
      readonly message: string
      readonly errors?: Readonly<Record<string, string>>
    }

export function no(
  message: string,
  status = 500,
  errors?: Readonly<Record<string, string>>,
): PveAnswer {
  return { status, message, ...(errors ? { errors } : {}) }
}

const NAMES = { qemu: 'VM', lxc: 'CT' } as const
export const nameOfKind = (kind: Kind) => NAMES[kind]

/** Looks up the guest of the path; a locked one is refused where the route changes it. */
export function onGuest(
  kind: Kind,
  act: (guest: StandInGuest, request: PveRequest) => PveAnswer,
  { isChange = true }: { readonly isChange?: boolean } = {},
): (request: PveRequest) => PveAnswer {
  return (request) => {
    const { node = '', vmid = '' } = request.path
    const guest = request.state.guests.get(Number(vmid))
    if (!guest || guest.node !== node || guest.kind !== kind) {
      const folder = kind === 'qemu' ? 'qemu-server' : 'lxc'
      return no(`Configuration file 'nodes/${node}/${folder}/${vmid}.conf' does not exist`)
    }
    const { lock } = guest.config
    if (isChange && lock !== undefined) return no(`${nameOfKind(kind)} is locked (${lock})`)
    return act(guest, request)
  }
}
