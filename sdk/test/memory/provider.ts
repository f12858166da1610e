import { fail, type ModuleContext, ok, type Result } from '../../src/index.ts'
import type { TargetFaults } from '../../src/testing/index.ts'

/** What the provider keeps. */
export interface Thing {
  id: string
  key: string | null
  name: string
  owner: string
  plan: string
  running: boolean
  suspended: boolean
  password: string
  /** How often its creation must still be asked about before it is done. */
  pending: number
}

type Fault =
  | { kind: 'lose' | 'halve' | 'hang' }
  | { kind: 'refuse'; status: number; retryAfterSeconds?: number }

/** A provider that lives in this process, and misbehaves when it is told to. */
export interface MemoryProvider {
  readonly things: Thing[]
  readonly permissions: Set<string>
  readonly faults: TargetFaults
  /** Ids in use that belong to nobody we know. */
  readonly taken: Set<string>
  nextId(): string
  /** One call: a look, or a change whose answer may get lost. */
  ask<T>(ctx: ModuleContext, kind: 'look' | 'change', work: () => T): Promise<Result<T>>
}

/** What a caller sees of each status, as `requestJson` would say it. */
function refusal({ status, retryAfterSeconds }: Extract<Fault, { kind: 'refuse' }>) {
  if (status === 401) return fail('auth', 'The token is refused')
  const wait = retryAfterSeconds === undefined ? {} : { retryAfterMs: retryAfterSeconds * 1000 }
  return fail('transient', `HTTP ${status}`, wait)
}

export function memoryProvider(): MemoryProvider {
  let serial = 0
  let fault: Fault | null = null
  const arm = (next: Fault | null) => async () => {
    fault = next
  }
  return {
    things: [],
    permissions: new Set(['things.read', 'things.write']),
    taken: new Set(),
    nextId: () => `thing-${++serial}`,
    faults: {
      loseAnswer: arm({ kind: 'lose' }),
      halveAnswer: arm({ kind: 'halve' }),
      hangAll: arm({ kind: 'hang' }),
      clear: arm(null),
      refuseAll: (status, retryAfterSeconds) =>
        arm({ kind: 'refuse', status, retryAfterSeconds })(),
    },
    async ask(ctx, kind, work) {
      const lost = (words: string) => fail('transient', words, { lost: true })
      if (ctx.signal.aborted) return lost('Aborted')
      if (fault?.kind === 'refuse') return refusal(fault)
      if (fault?.kind === 'hang') {
        await new Promise((resolve) => ctx.signal.addEventListener('abort', resolve))
        return lost('No answer came')
      }
      const cut = kind === 'change' ? fault : null
      if (cut) fault = null
      const done = work()
      if (cut) return lost(cut.kind === 'lose' ? 'No answer came' : 'The answer broke off')
      return ok(done)
    },
  }
}
