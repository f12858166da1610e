import type { Context } from '../src/context.ts'
import type { DocumentLine, LineEvent } from '../src/features/documents/settlement.ts'
import type { LineKind } from '../src/features/documents/tables.ts'

/** One effect on one line, as a settlement was asked for it. */
export interface SeenEffect {
  effect: 'paid' | 'withdrawn' | 'refunded'
  lineId: string
  takeBack: boolean | undefined
}

/**
 * Puts a settlement for a kind of line in place that only notes what it was asked, and names the
 * lines that it cannot honour. A transaction that is rolled back leaves its notes behind.
 */
export function recordLines(
  ctx: Context,
  kind: LineKind,
  cannotHonour: (label: string) => boolean = () => false,
): SeenEffect[] {
  const seen: SeenEffect[] = []
  const note = (effect: SeenEffect['effect'], lines: readonly DocumentLine[], event: LineEvent) => {
    for (const line of lines) seen.push({ effect, lineId: line.id, takeBack: event.takeBack })
  }
  ctx.settlements.lines[kind] = {
    async paid(_tx, _env, lines) {
      const unhonoured = lines.filter((line) => cannotHonour(line.label)).map((line) => line.id)
      for (const line of lines)
        if (!unhonoured.includes(line.id))
          seen.push({ effect: 'paid', lineId: line.id, takeBack: undefined })
      return { unhonoured }
    },
    async withdrawn(_tx, _env, withdrawn) {
      for (const { lines, event } of withdrawn) note('withdrawn', lines, event)
    },
    async refunded(_tx, _env, lines, event) {
      note('refunded', lines, event)
    },
  }
  return seen
}
