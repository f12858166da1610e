import type pg from 'pg'

/** Rows of the fleet that requests ask for; the same in every run on the same data. */
export interface Subjects {
  customerId: string
  customerName: string
  email: string
  userEmail: string
  productId: string
  productName: string
  groupId: string
  serverId: string
  serviceId: string
  number: number
  name: string
  remoteId: string
  domain: string
  rack: string
  /** The row in the middle of the list, by its created_at and id. */
  middle: { at: string; id: string }
}

/** Picks them from the middle of the fleet. */
export async function pickSubjects(client: pg.Client, size: number): Promise<Subjects> {
  const one = async (statement: string, values: unknown[] = []) => {
    const { rows } = await client.query(statement, values)
    if (!rows[0]) throw new Error(`nothing found: ${statement}`)
    return rows[0]
  }
  const service = await one(
    `select s.*, s.created_at::text as at, c.name as customer, c.email, u.email as user_email
     from services s join customers c on c.id = s.customer_id join users u on u.customer_id = c.id
     where s.number >= $1 and s.status = 'active' and s.type = 'sandbox' and s.product_id is not null
     order by s.number limit 1`,
    [Math.floor(size / 2)],
  )
  const product = await one(
    `select p.id, p.group_id, p.name->>'en' as name from products p
     where p.id = $1`,
    [service.product_id],
  )
  const tagged = await one(
    `select metadata->>'rack' as rack from services where metadata <> '{}' and archived_at is null
     order by number limit 1`,
  )
  return {
    customerId: service.customer_id,
    customerName: service.customer,
    email: service.email,
    userEmail: service.user_email,
    productId: product.id,
    productName: product.name,
    groupId: product.group_id,
    serverId: service.server_id,
    serviceId: service.id,
    number: Number(service.number),
    name: service.name,
    remoteId: service.resource.remoteId,
    domain: service.name.slice(service.name.indexOf('.') + 1),
    rack: tagged.rack,
    middle: { at: service.at, id: service.id },
  }
}
