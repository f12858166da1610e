import { inArray } from 'drizzle-orm'
import type { Context } from '../../context.ts'
import { invalidField } from '../../platform/problem.ts'
import { productGroups, products } from '../catalog/tables.ts'
import { customers } from '../customers/tables.ts'
import { servers } from '../servers/tables.ts'
import { services } from '../services/tables.ts'

/** What services are narrowed by, as the address of a request names it. */
export interface NamedFilters {
  customerId?: string | undefined
  productId?: readonly string[] | undefined
  groupId?: readonly string[] | undefined
  serverId?: readonly string[] | undefined
  type?: readonly string[] | undefined
}

/**
 * 422 naming the filter that names nothing there is: figures of nothing would read as “nothing will
 * happen”. A type is known while its module is installed or a service has it.
 */
export async function assertKnown(ctx: Context, filters: NamedFilters): Promise<void> {
  const { customerId, productId, groupId, serverId, type } = filters
  await assertIds(ctx, customers, {
    ...{ ids: customerId === undefined ? [] : [customerId], filter: 'customerId' },
    code: 'unknown_customer',
  })
  const ids = { products: productId ?? [], groups: groupId ?? [], servers: serverId ?? [] }
  await assertIds(ctx, products, {
    ...{ ids: ids.products, filter: 'productId', code: 'unknown_product' },
  })
  await assertIds(ctx, productGroups, {
    ...{ ids: ids.groups, filter: 'groupId', code: 'unknown_group' },
  })
  await assertIds(ctx, servers, {
    ...{ ids: ids.servers, filter: 'serverId', code: 'unknown_server' },
  })
  for (const one of type ?? [])
    if (!ctx.modules.get(one) && !(await isUsed(ctx, one)))
      throw invalidField('/query/type', 'unknown_type')
}

type Named = typeof customers | typeof products | typeof productGroups | typeof servers

async function assertIds(
  { db }: Context,
  table: Named,
  { ids, filter, code }: { ids: readonly string[]; filter: string; code: string },
): Promise<void> {
  const wanted = [...new Set(ids)]
  if (wanted.length === 0) return
  const known = await db.select({ id: table.id }).from(table).where(inArray(table.id, wanted))
  if (known.length < wanted.length) throw invalidField(`/query/${filter}`, code)
}

async function isUsed({ db }: Context, type: string): Promise<boolean> {
  const rows = await db
    .select({ id: services.id })
    .from(services)
    .where(inArray(services.type, [type]))
    .limit(1)
  return rows.length > 0
}
