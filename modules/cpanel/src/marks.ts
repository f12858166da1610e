import { ok, type Result } from '@berth/sdk'
import { nothing, type WhmClient } from './client.ts'
import { personalizationSchema } from './shapes.ts'

/*
 * WHM keeps no field of ours with an account. It does keep named values for each of its own users
 * (`personalization_set`): the store below says of each account which service it is, and of each
 * service which account, in one file on the server. It is shared by all who use the same WHM user.
 */
const STORE = 'berth'

/** The values under these names; those that are not there are absent. */
export async function readMarks(
  client: WhmClient,
  names: readonly string[],
): Promise<Result<ReadonlyMap<string, string>>> {
  if (names.length === 0) return ok(new Map())
  const answer = await client.callJson(
    'personalization_get',
    { store: STORE, names },
    personalizationSchema,
  )
  if (!answer.ok) return answer
  const values = Object.entries(answer.value.personalization).map(
    ([name, { value }]) => [name, String(value ?? '')] as const,
  )
  return ok(new Map(values.filter(([, value]) => value !== '')))
}

/** Says that this account is this service's, in both directions at once. */
export function writeMarks(client: WhmClient, user: string, key: string) {
  const personalization = { [user]: key, [key]: user }
  return client.callJson('personalization_set', { store: STORE, personalization }, nothing)
}

/**
 * Forgets it. There is no removing; an empty value stands for none. A service that is said to have
 * another account keeps that.
 */
export async function clearMarks(
  client: WhmClient,
  user: string,
  key: string,
): Promise<Result<unknown>> {
  const marks = await readMarks(client, [key])
  if (!marks.ok) return marks
  const isThis = (marks.value.get(key) ?? user) === user
  const personalization = { [user]: '', ...(isThis ? { [key]: '' } : {}) }
  return client.callJson('personalization_set', { store: STORE, personalization }, nothing)
}
