import { fail, type OptionInput, ok, type Result } from '@berth/sdk'
import type { PanelClient } from './client.ts'
import type { PterodactylOrder, PterodactylProduct } from './forms.ts'
import { type Egg, type EggVariable, eggSchema, itemOf } from './shapes.ts'
import { variablesIn } from './written.ts'

/** Everything of a service that decides its variables. */
export interface VariableSources {
  readonly product: PterodactylProduct
  readonly orderData: PterodactylOrder
  readonly options: readonly OptionInput[]
}

/** Options whose key begins so set a variable: `env_minecraft_version`. */
const OPTION_PREFIX = 'env_'

/** The product's egg with its variables. */
export async function readEgg(
  client: PanelClient,
  product: PterodactylProduct,
): Promise<Result<Egg>> {
  const [nest, egg] = product.egg.split('/')
  const found = await client.get(`/nests/${nest}/eggs/${egg}`, itemOf(eggSchema), {
    include: 'variables',
  })
  if (found.ok) return ok(found.value.attributes)
  if (found.error.code !== 'not_found') return found
  // One product names an egg that is gone; the others of this panel are well.
  return fail('rejected', `There is no egg ${product.egg} on the panel`, {
    pointer: '/product/egg',
  })
}

export function variablesOf(egg: Egg): EggVariable[] {
  return egg.relationships?.variables?.data.map((item) => item.attributes) ?? []
}

/**
 * The value of each variable of the egg. What is later in this list counts: the egg's own value, the
 * order form, the options, the product's fixed lines. A server that exists gives its values as
 * `before`: they stand instead of the order form, as a customer may have changed them on the panel.
 */
export function environmentFor(
  egg: Egg,
  sources: VariableSources,
  before: ReadonlyMap<string, string> | null = null,
): Record<string, string> {
  const given = new Map([
    ...optionValues(sources.options),
    ...lowered(variablesIn(sources.product.environment)),
  ])
  return Object.fromEntries(
    variablesOf(egg).map(({ env_variable: name, default_value }) => [
      name,
      given.get(name.toLowerCase()) ??
        before?.get(name) ??
        (before ? null : orderedValue(sources.orderData[name])) ??
        default_value ??
        '',
    ]),
  )
}

function orderedValue(value: unknown): string | null {
  if (typeof value === 'boolean') return textOf(value)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null
}

const lowered = (values: ReadonlyMap<string, string>): [string, string][] =>
  [...values].map(([name, value]) => [name.toLowerCase(), value])

/** Keys of options are lower-case, names of variables are not. */
function optionValues(options: readonly OptionInput[]): [string, string][] {
  return options
    .filter(({ key }) => key.startsWith(OPTION_PREFIX))
    .map(({ key, value }) => [key.slice(OPTION_PREFIX.length), textOf(value)])
}

/** A ticked box is 1 in an egg. */
function textOf(value: OptionInput['value']): string {
  return value === true ? '1' : value === false ? '0' : String(value)
}
