import { after, test } from 'node:test'
import type { Effect, Rule, SandboxResource } from '@berth/module-sandbox/provider'
import { MINUTE } from '../../src/domain/instant.ts'
import { startTestApp } from '../app.ts'
import { readOperation } from '../factories/operation.ts'
import { makeServer, startProvider } from '../factories/server.ts'
import { askAll, makeTries, type Try, verdict } from './matrix-kinds.ts'
import { conclude, type FaultRow } from './matrix-table.ts'

/*
 * Every kind of operation under every fault of the wire. The provider does not protect us: two
 * resources may carry one key. What stays wrong after each fault is looked for by a comparison.
 */

const app = await startTestApp({ config: { workerConcurrency: 16 } })
const staff = await app.staff()
const rows: FaultRow[] = []
after(() => conclude(rows))

/** Long enough for a busy machine; what hangs takes all of it. */
const CALL_LIMIT_MS = 4000
/** Twice: a try and its retry both meet it. */
const TWICE = 2
/** Of five minutes each: more than every wait of the ladder that two failures lead to. */
const MOST_TURNS = 24
const FAULTS: [string, Effect][] = [
  ['network or server error', { kind: 'refuse', code: 'transient', message: 'down', status: 503 }],
  ['429 with Retry-After', { kind: 'rate_limit', retryAfterSeconds: 30 }],
  ['answer lost after the work', { kind: 'drop' }],
  ['half of the answer', { kind: 'half' }],
  ['no answer and no work', { kind: 'hang', work: false }],
  ['no answer, work done', { kind: 'hang', work: true }],
  ['a creation is done twice by the provider', { kind: 'duplicate' }],
]

for (const [fault, effect] of FAULTS) {
  test(`every operation is done exactly once: ${fault}`, async () => {
    const provider = await startProvider(app.ctx)
    const { url, token } = provider
    const settings = { url, token, callLimitMs: CALL_LIMIT_MS }
    const { server } = await makeServer(app.ctx, { provider, settings, concurrency: 16 })
    const control = (method: string, path: string, body?: unknown) =>
      provider.control({ method, path, body })
    control('PATCH', 'behaviour', { uniqueKeys: false })
    const settle = () => app.settle()
    const planter = {
      async plant(body: object) {
        const answer = control('POST', 'resources', body).body as { items: { id: string }[] }
        return answer.items[0]?.id ?? ''
      },
    }
    const tries = await makeTries(app, { serverId: server.id, planter, settle })
    const rules: Rule[] = [...new Set(tries.map(({ changes }) => changes))].map((operation) => ({
      ...{ operation, effect },
      times: TWICE * tries.filter((one) => one.changes === operation).length,
    }))
    control('PATCH', 'behaviour', { rules })
    const asked = await askAll(app, server.id, tries)
    await untilSettled(asked)
    const drift = await repair(server.id, asked)
    const resourcesOf = async (key: string) => {
      const { body } = provider.control({
        method: 'GET',
        path: 'resources',
        query: new URLSearchParams({ key }),
      })
      return (body as { items: SandboxResource[] }).items
    }
    const tried = []
    for (const one of tries)
      tried.push({
        fault,
        kind: one.kind,
        wrong: await verdict(app, one, idOf(asked, one), resourcesOf),
      })
    rows.push({
      fault,
      tried,
      drift: { ...drift, fixed: drift.found - (await compare(server.id)).length },
    })
  })
}

const idOf = (asked: ReadonlyMap<string, string>, { serviceId }: Try) => asked.get(serviceId) ?? ''

/** Travels from attempt to attempt, until all is done or waits for staff. */
async function untilSettled(asked: ReadonlyMap<string, string>): Promise<void> {
  await app.settle()
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const states = await Promise.all([...asked.values()].map((id) => readOperation(app, id)))
    if (states.every(({ state, dueAt }) => state === 'succeeded' || dueAt === null)) return
    await app.travelTo(app.clock.now() + 5 * MINUTE)
  }
}

interface Difference {
  id: string
  remoteId: string
  service: { id: string } | null
}

/** What a comparison of the server with the books finds. */
async function compare(serverId: string): Promise<Difference[]> {
  // What was done at the very moment of a listing is left to the next one.
  await app.travelTo(app.clock.now() + MINUTE)
  await staff.post(`/api/v1/admin/servers/${serverId}/reconcile`, {})
  await app.settle()
  const { body } = await staff.get(`/api/v1/admin/drift?serverId=${serverId}&state=open`)
  return body.items
}

/**
 * What staff do where only they can decide: of several resources with one key all but one are
 * removed from the inbox, and what waited is tried again.
 */
async function repair(serverId: string, asked: ReadonlyMap<string, string>) {
  const found = await compare(serverId)
  const kept = new Set<string>()
  for (const { id, remoteId, service } of found) {
    const isFirst = service !== null && !kept.has(service.id)
    if (isFirst) kept.add(service.id)
    else await staff.post(`/api/v1/admin/drift/${id}/delete-there`, { confirm: remoteId })
  }
  await app.settle()
  for (const operationId of asked.values()) {
    const { state } = await readOperation(app, operationId)
    if (state === 'failed') await staff.post(`/api/v1/admin/operations/${operationId}/retry`, {})
  }
  await app.settle()
  return { found: found.length }
}
