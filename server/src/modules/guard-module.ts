import {
  connectionCheckSchema,
  type DeliveryModule,
  moduleErrorSchema,
  observedPageSchema,
  observedSchema,
  resourceSchema,
  usageFigureSchema,
} from '@berth/sdk'
import { z } from 'zod'

const text = z.object({ en: z.string(), fr: z.string() })
const choices = z.array(z.object({ value: z.json(), label: text }))

/** What each function may answer; panels and their outcomes are checked where they are drawn. */
const ANSWERS: Readonly<Partial<Record<keyof DeliveryModule, z.ZodType>>> = {
  testConnection: z.array(connectionCheckSchema),
  list: observedPageSchema,
  find: z.array(observedSchema),
  inspect: observedSchema.nullable(),
  terminate: z.null(),
  discard: z.null(),
  pickServer: z.string(),
  usage: z.array(usageFigureSchema),
  panel: z.unknown(),
  panelAction: z.unknown(),
  orderFields: z.unknown(),
  ...Object.fromEntries(
    [
      ...['create', 'suspend', 'unsuspend', 'adopt', 'changePlan', 'rename'],
      ...['reinstall', 'resetPassword', 'power', 'changeOwner'],
    ].map((name) => [name, resourceSchema]),
  ),
}

/** How long a module may go on after its signal was aborted, in milliseconds. */
const OBEY_MS = 1000

type Call = (ctx: { readonly signal: AbortSignal }, ...rest: unknown[]) => Promise<unknown>

/**
 * The module with a guard before each of its functions, for those that no test of ours has seen: what
 * ends too late, or is no answer of the contract, is thrown here and not carried on.
 */
export function guardModule(module: DeliveryModule): DeliveryModule {
  const guarded: Record<string, unknown> = { ...module }
  for (const [name, schema] of Object.entries(ANSWERS)) {
    const run = guarded[name]
    if (typeof run === 'function') guarded[name] = guard(name, run.bind(module), schema)
  }
  if (module.choices) {
    guarded.choices = Object.fromEntries(
      Object.entries(module.choices).map(([name, load]) => {
        return [name, guard(`choices.${name}`, load as Call, choices)]
      }),
    )
  }
  return guarded as unknown as DeliveryModule
}

function guard(name: string, run: Call, schema: z.ZodType): Call {
  const answer = z.discriminatedUnion('ok', [
    z.strictObject({ ok: z.literal(true), value: schema }),
    z.strictObject({ ok: z.literal(false), error: moduleErrorSchema }),
  ])
  return async (ctx, ...rest) => {
    const given = await within(ctx.signal, run(ctx, ...rest))
    const checked = answer.safeParse(given)
    if (checked.success) return given
    const why = z.prettifyError(checked.error).replaceAll(/\s+/g, ' ')
    throw new Error(`The module's ${name} answered something that is no answer: ${why}`)
  }
}

/** What comes of it, or the signal's reason when it does not end after the signal was aborted. */
async function within<T>(signal: AbortSignal, running: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let start: (() => void) | undefined
  const late = new Promise<never>((_, reject) => {
    start = () => {
      timer = setTimeout(() => reject(signal.reason), OBEY_MS)
    }
    if (signal.aborted) start()
    else signal.addEventListener('abort', start, { once: true })
  })
  try {
    return await Promise.race([running, late])
  } finally {
    clearTimeout(timer)
    if (start) signal.removeEventListener('abort', start)
  }
}
