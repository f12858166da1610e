import { Liquid, type LiquidOptions } from 'liquidjs'

/** What a template may do: tell cases apart and repeat. Nothing reads files or other templates. */
export const TAGS = ['if', 'unless', 'case', 'for', 'comment'] as const

/** `raw` is not among them: it would let a value into the HTML as it is. */
export const FILTERS = [
  ...['default', 'upcase', 'downcase', 'capitalize', 'strip', 'truncate', 'truncatewords'],
  ...['replace', 'remove', 'append', 'prepend', 'size', 'first', 'last', 'join', 'slice'],
  ...['plus', 'minus'],
] as const

/** Far more than a mail needs, so that a template cannot eat the memory. */
const MEMORY_LIMIT = 10_000_000

function engine(options: LiquidOptions): Liquid {
  const liquid = new Liquid({
    strictFilters: true,
    ownPropertyOnly: true,
    memoryLimit: MEMORY_LIMIT,
    ...options,
  })
  keepOnly(liquid.tags, TAGS)
  keepOnly(liquid.filters, FILTERS)
  return liquid
}

function keepOnly(all: Record<string, unknown>, kept: readonly string[]): void {
  for (const name of Object.keys(all)) if (!kept.includes(name)) delete all[name]
}

export interface Engines {
  plain: Liquid
  escaping: Liquid
}

/** A name that a template misspells is a bug, found by the first test that renders it. */
export const strict: Engines = {
  plain: engine({ strictVariables: true }),
  escaping: engine({ strictVariables: true, outputEscape: 'escape' }),
}

/** For what staff wrote: it was checked when it was saved, and a gap is better than no mail. */
export const lenient: Engines = {
  plain: engine({}),
  escaping: engine({ outputEscape: 'escape' }),
}
