import { z } from 'zod'

/** What the sandbox provider sells: a virtual machine of these sizes. */
export const planSchema = z.strictObject({
  name: z.string().min(1).max(60),
  memoryMb: z.int().min(64),
  diskGb: z.int().min(1),
  cpuCores: z.int().min(1),
})
export type SandboxPlan = z.infer<typeof planSchema>

/** One resource as the provider keeps it. */
export const resourceSchema = z.strictObject({
  id: z.string(),
  key: z.string().nullable(),
  name: z.string(),
  owner: z.string(),
  hostname: z.string(),
  region: z.string(),
  address: z.string(),
  plan: planSchema,
  running: z.boolean(),
  suspended: z.boolean(),
  password: z.string(),
  installs: z.int(),
  createdAt: z.number(),
  log: z.array(z.strictObject({ at: z.number(), text: z.string() })),
})
export type SandboxResource = z.infer<typeof resourceSchema>

/** What a resource is made from, by the module or by the control API (a resource of somebody else). */
export const newResourceSchema = z.strictObject({
  key: z.string().nullable().default(null),
  name: z.string().min(1).max(200),
  owner: z.string().default(''),
  hostname: z.string().max(253).default(''),
  region: z.string().default('paris'),
  plan: planSchema,
  suspended: z.boolean().default(false),
  running: z.boolean().default(true),
})
export type NewSandboxResource = z.input<typeof newResourceSchema>

/** What the provider can be asked to do; rules and the call log name these. */
export const OPERATIONS = [
  'ping',
  'list',
  'find',
  'inspect',
  'create',
  'adopt',
  'suspend',
  'unsuspend',
  'terminate',
  'change_plan',
  'rename',
  'change_owner',
  'power',
  'reinstall',
  'reset_password',
  'usage',
  'log',
  'console',
  'regions',
] as const
export type SandboxOperation = (typeof OPERATIONS)[number]

/** One request that the provider received, in the order of arrival. */
export interface SandboxCall {
  readonly seq: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly operation: SandboxOperation
  readonly method: string
  readonly path: string
  /** Our key, where the request or the resource it names carries one. */
  readonly key: string | null
  readonly resourceId: string | null
  readonly operationId: string | null
  readonly body: unknown
  /** Whether the work was done, and what became of the answer. */
  readonly worked: boolean
  readonly answer: 'sent' | 'dropped' | 'cut' | 'none'
  readonly status: number | null
}
