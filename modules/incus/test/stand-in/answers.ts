import type { z } from 'zod'
import type { ServerState, StandInImage, StandInOperation } from './state.ts'

/** What is answered: an operation, a value, an error, or a plain text. */
export type Answer =
  | { kind: 'operation'; operation: StandInOperation }
  | { kind: 'value'; value?: unknown }
  | { kind: 'error'; status: number; words: string }
  | { kind: 'text'; text: string }

/** One request, the parameters of its path read. */
export interface Asked {
  readonly state: ServerState
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  readonly body: unknown
}

/** `template` is the path as the published schema writes it, `?recursion=…` included. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly template: string
  readonly body?: z.ZodType
  /** Servers that do not have it yet. */
  readonly missingIn?: ServerState['flavour']
  answer(asked: Asked): Answer | Promise<Answer>
}

export const value = (of?: unknown): Answer => ({ kind: 'value', value: of })
export const no = (status: number, words: string): Answer => ({ kind: 'error', status, words })
export const started = (operation: StandInOperation): Answer => ({ kind: 'operation', operation })

/** As `GET /1.0/operations/{id}` shows it. */
export function operationAnswer(operation: StandInOperation) {
  const { status } = operation
  return {
    id: operation.id,
    class: 'task',
    description: operation.description,
    created_at: operation.createdAt,
    updated_at: operation.createdAt,
    status,
    status_code: status === 'Running' ? 103 : status === 'Success' ? 200 : 400,
    resources: { instances: [`/1.0/instances/${operation.instance}`] },
    metadata: operation.metadata ?? {},
    may_cancel: false,
    err: operation.err,
    location: 'none',
  }
}

/** As `GET /1.0/images/{fingerprint}` shows it. */
export function imageAnswer(image: StandInImage) {
  return {
    aliases: image.aliases.map((name) => ({ name, description: '' })),
    architecture: 'x86_64',
    fingerprint: image.fingerprint,
    properties: { description: image.description },
    public: false,
    size: 2_000_000,
    type: image.type === 'both' ? 'container' : image.type,
  }
}

/** As `GET /1.0` shows it to whom it trusts. */
export function serverAnswer({ flavour }: ServerState) {
  const own = flavour === 'incus' ? ['instances_rebuild', 'instance_create_start'] : []
  return {
    api_extensions: [
      'patch',
      'console',
      'projects',
      'snapshot_expiry_creation',
      'instances',
      'api_filtering',
      'cloud_init',
      ...own,
    ],
    api_status: 'stable',
    api_version: '1.0',
    auth: 'trusted',
    public: false,
    auth_methods: ['tls'],
    config: {},
    environment: {
      addresses: [],
      architectures: ['x86_64'],
      server: flavour,
      server_version: flavour === 'incus' ? '6.0.4' : '5.0.2',
      project: 'default',
    },
  }
}
