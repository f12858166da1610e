import { fail, ok, sameText } from '../../src/index.ts'
import { resourceOf } from '../memory/module.ts'
import { ability, type Mistake, withError } from './mistake.ts'

export const ABILITY_MISTAKES: readonly Mistake[] = [
  {
    does: 'renames what it adopts',
    caughtBy:
      'adopting marks an existing resource with our key, twice as good as once, and nothing else',
    break: (memory) => ({
      adopt: async (ctx, server, service) => {
        const adopted = await ability(memory, 'adopt')(ctx, server, service)
        return adopted.ok ? ability(memory, 'rename')(ctx, server, service) : adopted
      },
    }),
  },
  {
    does: 'adopts what another installation has marked',
    caughtBy: 'adopting what carries another key is refused and leaves it as it is',
    break: ({ provider }) => ({
      adopt: async (_ctx, _server, service) => {
        const thing = provider.things.find((one) => one.id === service.resource?.remoteId)
        if (!thing) return fail('not_found', 'There is none')
        thing.key = service.key
        return ok(resourceOf(thing))
      },
    }),
  },
  {
    does: 'changes a plan by making another resource',
    caughtBy: 'a plan change keeps the resource',
    break: ({ module }) => ({
      changePlan: async (ctx, server, service) => {
        const gone = await module.terminate(ctx, server, service)
        return gone.ok ? module.create(ctx, server, service) : gone
      },
    }),
  },
  {
    does: 'names a plan otherwise than it shows it',
    caughtBy: 'the plan that is observed is the one that the settings stand for',
    break: () => ({ planOf: (product) => `Plan ${product.plan}` }),
  },
  {
    does: 'lets a suspended resource run when its plan changes',
    caughtBy: 'a suspended resource stays suspended when its plan, name or owner changes',
    break: (memory) => ({
      changePlan: async (ctx, server, service) => {
        const done = await ability(memory, 'changePlan')(ctx, server, service)
        return done.ok ? memory.module.unsuspend(ctx, server, service) : done
      },
    }),
  },
  {
    does: 'refuses options that it does not know',
    caughtBy: 'options that mean nothing to it are passed over',
    break: ({ module }) => ({
      create: async (ctx, server, service) =>
        service.options.length > 0
          ? fail('rejected', 'Unknown option')
          : module.create(ctx, server, service),
    }),
  },
  {
    does: 'refuses to stop what is stopped',
    caughtBy: 'power stops, starts and restarts',
    break: (memory) => ({
      power: async (ctx, server, service, signal) => {
        const thing = memory.provider.things.find((one) => one.key === service.key)
        if (signal === 'stop' && !thing?.running) return fail('conflict', 'It does not run')
        return ability(memory, 'power')(ctx, server, service, signal)
      },
    }),
  },
  {
    does: 'starts what is suspended',
    caughtBy: 'the power switch starts nothing that is suspended',
    break: (memory) => ({
      power: (ctx, server, service, signal) =>
        ability(memory, 'power')(ctx, server, { ...service, suspended: false }, signal),
    }),
  },
  {
    does: 'reinstalls beside the old one',
    caughtBy: 'reinstalling keeps the remote id and makes no second resource',
    break: ({ provider }) => ({
      reinstall: async (_ctx, _server, service) => {
        const old = provider.things.find((one) => one.key === service.key)
        if (!old) return fail('not_found', 'There is none')
        const anew = { ...old, id: provider.nextId() }
        provider.things.push(anew)
        return ok(resourceOf(anew))
      },
    }),
  },
  {
    does: 'answers the password that there was',
    caughtBy: 'a new password is in the secrets',
    break: ({ module }) => ({ resetPassword: module.unsuspend }),
  },
  {
    does: 'takes short names only when renaming',
    caughtBy: 'a name in any script is given, and given again',
    break: (memory) => ({
      rename: async (ctx, server, service) =>
        service.name.length > 64
          ? fail('rejected', 'Too long')
          : ability(memory, 'rename')(ctx, server, service),
    }),
  },
  {
    does: 'only says that it changes the owner',
    caughtBy: 'another owner is given, and given again',
    break: ({ module }) => ({ changeOwner: module.unsuspend }),
  },
  {
    does: 'measures less than nothing',
    caughtBy: 'usage is finite numbers with units',
    break: () => ({
      usage: async () =>
        ok([{ id: 'memory', label: sameText('M'), used: -1, limit: 25, unit: 'bytes' }]),
    }),
  },
  {
    does: 'shows another form than it takes',
    caughtBy: 'the panel is valid data and refers to what exists',
    break: () => ({ actionForms: {} }),
  },
  {
    does: 'has a panel with a field that nobody knows',
    caughtBy: 'the panel is valid data and refers to what exists',
    break: (memory) => ({
      panel: async (...call) => {
        const panel = await ability(memory, 'panel')(...call)
        return panel.ok ? ok({ ...panel.value, html: '<b>' }) : panel
      },
    }),
  },
  {
    does: 'leaves a tab empty that is asked for',
    caughtBy: 'each tab of the panel has its blocks when it is asked for',
    break: (memory) => ({
      panel: (ctx, server, service) =>
        ability(memory, 'panel')(ctx, server, service, { tab: null }),
    }),
  },
  {
    does: 'forgets an action of its panel',
    caughtBy: 'every action of the panel is callable',
    break: () => ({ panelAction: async () => fail('unsupported', 'No') }),
  },
  {
    does: 'answers a link action without a link',
    caughtBy: 'every action of the panel is callable',
    break: () => ({ panelAction: async () => ok({ message: sameText('Done') }) }),
  },
  {
    does: 'does an action that does not exist',
    caughtBy: 'an action that does not exist is unsupported',
    break: () => ({ panelAction: async () => ok({}) }),
  },
  {
    does: 'calls an unknown action a wrong value',
    caughtBy: 'an action that does not exist is unsupported',
    break: (memory) => ({
      panelAction: (...call) =>
        withError(ability(memory, 'panelAction')(...call), () => ({ code: 'rejected' })),
    }),
  },
]
