import type { StaffApi } from './staff-api.ts'

const AROUND_THE_CLOCK = { fromHour: 0, toHour: 24, weekends: true, holidays: true }

/** What a journey sells: one product on the sandbox's own provider. */
export interface Shop {
  productId: string
  /** As the shop shows it in English. */
  productName: string
}

/**
 * Sets up a shop with one product of type `sandbox`, monthly and yearly. Its automation works at
 * every hour of every day, so that a journey does not depend on the date it is made on.
 */
export async function openShop(staff: StaffApi): Promise<Shop> {
  const { items } = await staff.get<{ items: { id: string; name: string }[] }>(
    '/admin/server-groups',
  )
  const serverGroupId = items.find((group) => group.name === 'Sandbox')?.id
  if (!serverGroupId) throw new Error('the sandbox has no server group')
  await staff.post('/admin/terms', {
    text: { en: 'Our terms of sale.', fr: 'Nos conditions générales de vente.' },
  })
  const group = await staff.post<{ id: string }>('/admin/product-groups', {
    slug: 'virtual-servers',
    name: { en: 'Virtual servers', fr: 'Serveurs virtuels' },
  })
  const euros = (amount: string) => ({ amount, currency: 'EUR' })
  const product = await staff.post<{ id: string }>('/admin/products', {
    groupId: group.id,
    name: { en: 'Harbour M', fr: 'Port M' },
    type: 'sandbox',
    serverGroupId,
    moduleSettings: { memoryMb: 2048, diskGb: 40, cpuCores: 2 },
    prices: [
      { cycle: 'monthly', price: euros('1000'), setupFee: euros('500') },
      { cycle: 'annually', price: euros('10000') },
    ],
    policy: { mailHours: AROUND_THE_CLOCK, destructiveHours: AROUND_THE_CLOCK },
  })
  return { productId: product.id, productName: 'Harbour M' }
}
