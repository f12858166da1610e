import { fail, type OperationContext, ok, type Result, type ServiceInput } from '@berth/sdk'
import type { SshOrder, SshSettings } from './forms.ts'
import { parseParameters, takeOrder, variable } from './parameters.ts'
import type { SshProduct } from './product-form.ts'

export type SshService = ServiceInput<SshProduct, SshOrder>

/** What scripts are given. `open` may be kept on the server for the look-up script. */
export interface Environment {
  readonly open: ReadonlyMap<string, string>
  readonly all: ReadonlyMap<string, string>
  readonly secrets: readonly string[]
}

/** Shells hold no NUL, and what is half a character cannot be sent. */
const clean = (text: string) => text.replaceAll('\0', '').toWellFormed()

/** The variables of one call; what the customer gave is checked first. */
export function environmentOf(
  ctx: Pick<OperationContext, 'operationId'>,
  settings: SshSettings,
  service: SshService,
): Result<Environment> {
  const { product, orderData, customer } = service
  const order = takeOrder(product.orderParameters, orderData.parameters)
  if (!order.ok) return order
  if (product.needsDomain && orderData.domain === '') {
    return fail('rejected', 'A domain must be given', { pointer: '/orderData/domain' })
  }
  const open = new Map<string, string>([
    ['BERTH_KEY', service.key],
    ['BERTH_NUMBER', String(service.number)],
    ['BERTH_NAME', service.name],
    ['BERTH_PLAN', product.plan],
    ['BERTH_DOMAIN', orderData.domain.toLowerCase()],
    ['BERTH_SUSPENDED', service.suspended ? '1' : '0'],
    ['BERTH_REMOTE_ID', service.resource?.remoteId ?? ''],
    ['BERTH_CUSTOMER_ID', customer.id],
    ['BERTH_CUSTOMER_NAME', customer.name],
    ['BERTH_CUSTOMER_EMAIL', customer.email],
    ['BERTH_CUSTOMER_LANGUAGE', customer.language],
    ...prefixed('BERTH_PARAM', valuesOf(product.parameters)),
    ...prefixed('BERTH_ORDER', order.value),
    ...prefixed('BERTH_OPTION', optionsOf(service)),
  ])
  const secret = valuesOf(settings.secretParameters)
  const all = [
    ...open,
    ['BERTH_OPERATION_ID', ctx.operationId] as const,
    ...prefixed('BERTH_PARAM', secret),
  ]
  const cleaned = (values: Iterable<readonly [string, string]>) =>
    new Map([...values].map(([name, value]) => [name, clean(value)]))
  return ok({ open: cleaned(open), all: cleaned(all), secrets: [...secret.values()] })
}

function valuesOf(text: string): Map<string, string> {
  const parameters = parseParameters(text) ?? []
  return new Map(parameters.map(({ name, value }) => [variable(name), value ?? '']))
}

function prefixed(prefix: string, values: ReadonlyMap<string, string>): [string, string][] {
  return [...values].map(([name, value]) => [`${prefix}_${name}`, value])
}

/** An option that is there twice gives one value per line. */
function optionsOf({ options }: SshService): Map<string, string> {
  const values = new Map<string, string>()
  for (const { key, value } of options) {
    const name = variable(key)
    const before = values.get(name)
    values.set(name, before === undefined ? String(value) : `${before}\n${String(value)}`)
  }
  return values
}
