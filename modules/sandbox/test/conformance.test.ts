import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type DeliveryModule, PANEL_BLOCKS, panelSchema } from '@berth/sdk'
import { type ConformanceTarget, startTrial, testDeliveryModule } from '@berth/sdk/testing'
import { sandboxModule } from '../src/index.ts'
import { type Effect, startSandboxProvider } from '../src/provider/index.ts'

const TOKEN = 'a-token-that-must-stay-secret'
const HOSTNAME = 'conformance.example.test'
const PLAN = { name: 'small', memoryMb: 512, diskGb: 10, cpuCores: 1 }

/** The changes that a lost answer is about: what a module does before is answered. */
const CHANGES = ['create', 'suspend', 'unsuspend', 'terminate'] as const

async function start(): Promise<ConformanceTarget> {
  const provider = await startSandboxProvider({ token: TOKEN, now: () => 1_741_608_000_000 })
  const { state } = provider
  const all = () => [...state.resources.values()]
  const always = (effect: Effect) => {
    state.behaviour = {
      ...state.behaviour,
      rules: [{ operation: '*', effect, times: null }],
    }
  }
  const onChange = (effect: Effect) => {
    const rules = CHANGES.map((operation) => ({ operation, effect, times: 1 }))
    state.behaviour = { ...state.behaviour, rules }
  }
  const addForeign = (body: unknown) =>
    provider.control({ method: 'POST', path: 'resources', body })
  return {
    server: {
      id: 'server-1',
      name: 'Sandbox',
      settings: { url: provider.url, token: TOKEN, callLimitMs: 5000 },
    },
    product: { memoryMb: 512, diskGb: 10, cpuCores: 1 },
    otherProduct: { memoryMb: 1024, diskGb: 20, cpuCores: 2 },
    orderData: { hostname: HOSTNAME, region: 'montreal' },
    actionInputs: { rename_host: { name: 'Nouveau nom' } },
    countByKey: async (key) => all().filter((resource) => resource.key === key).length,
    async obstruct() {
      state.behaviour = { ...state.behaviour, uniqueHostnames: true }
      addForeign({ name: 'theirs', hostname: HOSTNAME, plan: PLAN, key: 'another-installation' })
      return async () => {
        state.behaviour = { ...state.behaviour, uniqueHostnames: false }
        for (const { id, hostname } of all()) if (hostname === HOSTNAME) state.resources.delete(id)
      }
    },
    async fill(count) {
      addForeign(Array.from({ length: count }, (_, i) => ({ name: `theirs ${i}`, plan: PLAN })))
    },
    async makeOrphan() {
      addForeign({ name: 'orphan', plan: PLAN })
      return all().at(-1)?.id ?? ''
    },
    async withhold() {
      state.behaviour = { ...state.behaviour, permissions: ['read'] }
      return {
        named: 'write',
        restore: async () => {
          state.behaviour = { ...state.behaviour, permissions: undefined }
        },
      }
    },
    faults: {
      loseAnswer: async () => onChange({ kind: 'drop' }),
      halveAnswer: async () => onChange({ kind: 'half' }),
      refuseAll: async (status, retryAfterSeconds) =>
        status === 429
          ? always({ kind: 'rate_limit', retryAfterSeconds: retryAfterSeconds ?? 30 })
          : always({
              kind: 'refuse',
              code: status === 401 ? 'auth' : 'transient',
              message: `No, also with Bearer ${TOKEN}`,
              status,
            }),
      hangAll: async () => always({ kind: 'hang', work: false }),
      clear: async () => {
        state.behaviour = { ...state.behaviour, rules: [] }
      },
    },
    close: () => provider.close(),
  }
}

testDeliveryModule(sandboxModule, { name: 'the sandbox provider', start })

test('its panel uses every kind of block, so that authors see them all', async (t) => {
  const target = await start()
  t.after(() => target.close())
  const trial = startTrial(sandboxModule as DeliveryModule, target)
  const service = await trial.delivered()
  const drawn = await trial.module.panel?.(trial.context(service.key), target.server, service)
  assert.ok(drawn?.ok)
  const blocks = panelSchema.parse(drawn.value).tabs.flatMap((tab) => tab.blocks ?? [])
  assert.deepEqual(new Set(blocks.map((block) => block.type)), new Set(PANEL_BLOCKS))
})
