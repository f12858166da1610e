import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type DeliveryModule, fail, ok } from '../src/index.ts'
import { SCENARIOS, startTrial, testDeliveryModule } from '../src/testing/index.ts'
import { memoryModule } from './memory-module.ts'

const good = memoryModule()
testDeliveryModule(good.module, { name: 'a provider in memory', start: async () => good.target })

/** The names of the scenarios that a module fails. */
async function failedBy(break_: Break) {
  const { module, target, add } = memoryModule()
  const trial = startTrial({ ...module, ...break_(module, add) }, target)
  const failed: string[] = []
  for (const scenario of SCENARIOS) {
    if (scenario.cannotRun?.(trial)) continue
    await scenario.run(trial).catch(() => failed.push(scenario.name))
  }
  return failed
}

type Break = (
  module: DeliveryModule,
  add: ReturnType<typeof memoryModule>['add'],
) => Partial<DeliveryModule>

/** A mistake of a module's author, and the scenario that must notice it. */
const BROKEN: readonly [string, string, Break][] = [
  [
    'makes a new resource each time',
    'creating twice with one key makes one resource',
    (_module, add) => ({
      create: async (ctx) => {
        const { id } = add(ctx.key)
        return ok({ remoteId: id, data: {}, secrets: {}, connection: [] })
      },
    }),
  ],
  [
    'does not find its own',
    'a created resource is found by its key and inspected',
    () => ({ find: async () => ok([]) }),
  ],
  [
    'refuses to suspend twice',
    'suspending twice succeeds and is seen',
    (module) => {
      const seen = new Set<string>()
      return {
        suspend: async (ctx, server, service) => {
          if (seen.has(service.key)) return fail('conflict', 'It is suspended already')
          seen.add(service.key)
          return module.suspend(ctx, server, service)
        },
      }
    },
  ],
  [
    'only says that it suspends',
    'suspending twice succeeds and is seen',
    () => ({ suspend: async (_c, _s, service) => ok(service.resource ?? assert.fail()) }),
  ],
  [
    'fails on terminating what is missing',
    'terminating what is missing succeeds',
    (module) => ({
      terminate: async (ctx, server, service) => {
        const found = await module.find(ctx, server, service.key)
        if (found.ok && found.value.length === 0) return fail('not_found', 'There is none')
        return module.terminate(ctx, server, service)
      },
    }),
  ],
  [
    'repeats the end of a page at the beginning of the next',
    'the listing holds every resource once, ours with its key',
    (module) => ({
      list: async (ctx, server, cursor) => {
        const page = await module.list(ctx, server, cursor)
        if (!page.ok || page.value.nextCursor === null) return page
        const nextCursor = String(Number(page.value.nextCursor) - 1)
        return ok({ ...page.value, nextCursor })
      },
    }),
  ],
  [
    'goes on although it was aborted',
    'nothing is asked with a signal that is aborted already',
    (module) => ({
      create: (ctx, server, service) =>
        module.create({ ...ctx, signal: new AbortController().signal }, server, service),
    }),
  ],
  [
    'writes its token into the log',
    'no secret was in a log, an error or a panel',
    (module) => ({
      create: (ctx, server, service) => {
        ctx.log('asking', { with: String(server.settings.token) })
        return module.create(ctx, server, service)
      },
    }),
  ],
  [
    'shows a password in the panel',
    'no secret was in a log, an error or a panel',
    (module) => ({
      panel: async (ctx, server, service) => {
        const panel = await module.panel?.(ctx, server, service)
        if (!panel?.ok) return panel ?? assert.fail()
        const value = service.resource?.secrets.password ?? ''
        const facts = [{ label: { en: 'P', fr: 'P' }, value }]
        return ok({ ...panel.value, overview: { ...panel.value.overview, facts } })
      },
    }),
  ],
  [
    'forgets an action of its panel',
    'every action of the panel is callable',
    () => ({ panelAction: async () => fail('unsupported', 'No') }),
  ],
  [
    'shows another form than it takes',
    'the panel is valid data and refers to what exists',
    () => ({ actionForms: {} }),
  ],
  [
    'has a panel with a field that nobody knows',
    'the panel is valid data and refers to what exists',
    (module) => ({
      panel: async (ctx, server, service) => {
        const panel = await module.panel?.(ctx, server, service)
        return panel?.ok ? ok({ ...panel.value, html: '<b>' }) : (panel ?? assert.fail())
      },
    }),
  ],
]

describe('the kit notices a module that', () => {
  for (const [mistake, scenario, break_] of BROKEN) {
    test(mistake, async () => {
      const failed = await failedBy(break_)
      assert.ok(failed.includes(scenario), `failed: ${failed.join('; ') || 'nothing'}`)
    })
  }
})
