import {
  type ConnectionCheck,
  type ModuleContext,
  type ModuleError,
  ok,
  type Result,
  type Text,
} from '@berth/sdk'
import { z } from 'zod'
import { connect } from './client.ts'
import type { PanelServer } from './create.ts'
import { accountSchema, itemOf } from './shapes.ts'

/** Permissions of an application key, named as the panel's form for keys names them. */
const READ = [
  ['servers', 'Servers', '/servers'],
  ['users', 'Users', '/users'],
  ['nodes', 'Nodes', '/nodes'],
  ['locations', 'Locations', '/locations'],
  ['nests', 'Nests', '/nests'],
] as const

/** Requests that would change something if they were complete; empty ones are refused as such. */
const WRITE = [
  ['servers', 'Servers', '/servers'],
  ['users', 'Users', '/users'],
] as const

/** Tries each permission; nothing is made or changed by it. */
export async function testConnection(
  ctx: ModuleContext,
  server: PanelServer,
): Promise<Result<readonly ConnectionCheck[]>> {
  const client = connect(ctx, server)
  const checks: ConnectionCheck[] = []
  for (const [id, permission, path] of READ) {
    const answer = await client.get(path, z.unknown(), { per_page: 1 })
    checks.push(checkOf(`read_${id}`, `${permission}: Read`, answer))
    if (!answer.ok && answer.error.code === 'transient') return ok(checks)
  }
  for (const [id, permission, path] of WRITE) {
    const answer = await client.change('POST', path, {})
    const may = answer.ok || answer.error.code === 'rejected'
    checks.push(checkOf(`write_${id}`, `${permission}: Read & Write`, may ? ok(null) : answer))
  }
  checks.push(checkOf('read_eggs', 'Eggs: Read', await firstOf(client, '/nests', 'eggs')))
  const allocations = await firstOf(client, '/nodes', 'allocations')
  checks.push(checkOf('read_allocations', 'Allocations: Read', allocations))
  if (client.hasClientKey) checks.push(await administratorCheck(client))
  return ok(checks)
}

const idsSchema = z.object({ data: z.array(itemOf(z.object({ id: z.int() }))) })

/** A list within the first nest or node there is. */
async function firstOf(
  client: ReturnType<typeof connect>,
  path: '/nests' | '/nodes',
  part: 'eggs' | 'allocations',
): Promise<Result<unknown>> {
  const outer = await client.get(path, idsSchema, { per_page: 1 })
  if (!outer.ok) return outer
  const first = outer.value.data[0]?.attributes.id
  if (first === undefined) return ok(null)
  return client.get(`${path}/${first}/${part}`, z.unknown())
}

/** Only an administrator's client key reaches the servers of others. */
async function administratorCheck(client: ReturnType<typeof connect>): Promise<ConnectionCheck> {
  const account = await client.clientGet('/account', itemOf(accountSchema))
  const name = {
    en: 'Client API key of an administrator',
    fr: 'Clé d’API client d’un administrateur',
  }
  if (!account.ok) return { id: 'client_key', name, ok: false, message: words(account.error) }
  const { admin, username } = account.value.attributes
  const message = admin ? username : `${username} is no administrator`
  return { id: 'client_key', name, ok: admin, message }
}

function checkOf(id: string, permission: string, answer: Result<unknown>): ConnectionCheck {
  const name: Text = {
    en: `Permission “${permission}”`,
    fr: `Permission « ${permission} »`,
  }
  return { id, name, ok: answer.ok, message: answer.ok ? '' : words(answer.error) }
}

const words = (error: ModuleError) => error.message
