import type { OptionInput, ServiceInput } from '@berth/sdk'
import type { MumbleOrder, MumbleProduct, MumbleSettings } from './forms.ts'
import { MARKS, planLine } from './servers.ts'

export type MumbleService = ServiceInput<MumbleProduct, MumbleOrder>

/** The product's slots and what the option `slots` adds, wherever it was ordered. */
export function slotsFor(product: MumbleProduct, options: readonly OptionInput[] = []): number {
  const more = options.filter(({ key }) => key === 'slots').map(({ value }) => Number(value))
  const sum = more.reduce((total, one) => total + (Number.isInteger(one) ? one : 0), product.slots)
  return Math.min(100_000, Math.max(1, sum))
}

/** What `Observed.plan` is for these settings. */
export function planOf(product: MumbleProduct, options?: readonly OptionInput[]): string {
  return planLine(slotsFor(product, options), product.bandwidthKbit * 1000)
}

/** What a plan sets, and a change of it sets again. */
export function planConf({ product, options, orderData }: MumbleService): Record<string, string> {
  return {
    users: String(slotsFor(product, options)),
    bandwidth: String(product.bandwidthKbit * 1000),
    certrequired: String(product.certificateRequired),
    welcometext: orderData.welcomeText || product.welcomeText,
  }
}

/** Everything but port and marks that a new virtual server gets. */
export function fullConf(service: MumbleService, settings: MumbleSettings): Record<string, string> {
  return {
    ...planConf(service),
    registername: service.name,
    [MARKS.number]: String(service.number),
    [MARKS.owner]: service.customer.email,
    ...(settings.bindAddress === '' ? {} : { host: settings.bindAddress }),
  }
}
