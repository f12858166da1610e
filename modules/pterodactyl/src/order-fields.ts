import { type ModuleContext, type OrderField, ok, type Result, sameText } from '@berth/sdk'
import { connect } from './client.ts'
import type { PanelServer } from './create.ts'
import { readEgg, variablesOf } from './environment.ts'
import type { PterodactylProduct } from './forms.ts'
import type { EggVariable } from './shapes.ts'
import { isSecretName, namesIn, variablesIn } from './written.ts'

/** The variables of the product's egg that customers choose. */
export async function orderFields(
  ctx: ModuleContext,
  server: PanelServer,
  product: PterodactylProduct,
): Promise<Result<readonly OrderField[]>> {
  const egg = await readEgg(connect(ctx, server), product)
  if (!egg.ok) return egg
  const offered = variablesOf(egg.value).filter((variable) => isOffered(variable, product))
  return ok(offered.map(fieldOf))
}

/** What a field of an order form can be called. */
const NAME = /^[A-Za-z][A-Za-z0-9_]{0,63}$/

function isOffered(variable: EggVariable, product: PterodactylProduct): boolean {
  const name = variable.env_variable
  const named = namesIn(product.orderVariables)
  if (!NAME.test(name) || variablesIn(product.environment).has(name)) return false
  return named.length > 0 ? named.includes(name) : Boolean(variable.user_editable)
}

/**
 * A variable as a field, by its rules of validation. What they say beyond this the panel checks when the
 * server is created.
 */
export function fieldOf(variable: EggVariable): OrderField {
  const rules = rulesOf(variable.rules)
  const shared = {
    name: variable.env_variable,
    label: sameText(variable.name.slice(0, 200)),
    ...(variable.description ? { help: sameText(variable.description.slice(0, 2000)) } : {}),
    required: rules.has('required'),
  }
  const standard = variable.default_value ?? ''
  const listed = rules.get('in')?.split(',').map(unquoted)
  if (listed && listed.length > 0) {
    const options = listed.map((value) => ({ value, label: sameText(value || '–') }))
    return {
      ...shared,
      type: 'choice',
      options,
      ...(listed.includes(standard) ? { default: standard } : {}),
    }
  }
  if (rules.has('boolean')) {
    return { ...shared, type: 'boolean', default: standard === '1' || standard === 'true' }
  }
  const [least, most] = boundsOf(rules)
  if (rules.has('integer') || rules.has('int')) {
    return {
      ...shared,
      type: 'integer',
      ...bounds('min', least, 'max', most),
      ...wholeNumber(standard),
    }
  }
  return {
    ...shared,
    type: 'text',
    ...bounds('minLength', shared.required ? least : undefined, 'maxLength', most),
    ...patternOf(rules.get('regex')),
    ...(isSecretName(variable.env_variable) ? { secret: true } : {}),
    ...(standard === '' ? {} : { default: standard }),
  }
}

/** `required|max:20` by name; Laravel too takes every bar as a separator. */
function rulesOf(written: string): Map<string, string> {
  return new Map(
    written.split('|').map((rule) => {
      const at = rule.indexOf(':')
      return at < 0 ? [rule.trim(), ''] : [rule.slice(0, at).trim(), rule.slice(at + 1)]
    }),
  )
}

const unquoted = (value: string) => value.trim().replace(/^"(.*)"$/, '$1')

function boundsOf(rules: ReadonlyMap<string, string>): [number | undefined, number | undefined] {
  const [low, high] = (rules.get('between') ?? '').split(',')
  return [whole(rules.get('min') ?? low), whole(rules.get('max') ?? high)]
}

function whole(written: string | undefined): number | undefined {
  return written !== undefined && /^-?\d{1,9}$/.test(written.trim()) ? Number(written) : undefined
}

function wholeNumber(standard: string): { default?: number } {
  const number = whole(standard)
  return number === undefined ? {} : { default: number }
}

/** The bounds that there are, under their names; the longest text is what a field takes at most. */
function bounds(
  lowName: 'min' | 'minLength',
  low: number | undefined,
  highName: 'max' | 'maxLength',
  high: number | undefined,
): Record<string, number> {
  const highest = highName === 'maxLength' && high !== undefined ? Math.min(high, 10_000) : high
  return {
    ...(low === undefined ? {} : { [lowName]: low }),
    ...(highest === undefined ? {} : { [highName]: highest }),
  }
}

/** `/^[a-z]+$/` of PHP; one with flags, or that JavaScript does not know, is left to the panel. */
function patternOf(rule: string | undefined): { pattern?: string } {
  const pattern = /^\/(.*)\/$/.exec(rule ?? '')?.[1]
  if (!pattern || pattern.length > 500) return {}
  try {
    return new RegExp(pattern, 'u') && { pattern }
  } catch {
    return {}
  }
}
