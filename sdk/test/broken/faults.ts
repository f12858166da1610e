import { ok } from '../../src/index.ts'
import { add, resourceOf } from '../memory/module.ts'
import { deaf, type Mistake, withError } from './mistake.ts'

export const FAULT_MISTAKES: readonly Mistake[] = [
  {
    does: 'calls a lost answer a failure',
    caughtBy: 'create, answer lost, retry: one resource',
    break: ({ module }) => ({
      create: (...call) =>
        withError(module.create(...call), ({ code, lost: _lost, ...more }) => ({ code, more })),
    }),
  },
  {
    does: 'makes another one when half of the answer arrived',
    caughtBy: 'create, half an answer, retry: one resource',
    break: ({ module, provider }) => ({
      create: async (ctx, server, service) => {
        const made = await module.create(ctx, server, service)
        if (made.ok || !made.error.message.includes('broke off')) return made
        const thing = add(provider, provider.nextId(), service)
        return thing ? ok(resourceOf(thing)) : made
      },
    }),
  },
  {
    does: 'calls refused credentials a passing trouble',
    caughtBy: '401 is an auth error',
    break: ({ module }) => ({
      find: (...call) => withError(module.find(...call), () => ({ code: 'transient' })),
    }),
  },
  {
    does: 'forgets how long it is to wait',
    caughtBy: '429 with Retry-After is transient and says how long',
    break: ({ module }) => ({
      terminate: (...call) => withError(module.terminate(...call), ({ code }) => ({ code })),
    }),
  },
  {
    does: 'says that there is nothing when it could not look',
    caughtBy: '500 is transient',
    break: ({ module }) => ({
      inspect: async (...call) => {
        const seen = await module.inspect(...call)
        return seen.ok ? seen : ok(null)
      },
    }),
  },
  {
    does: 'calls a change that took too long a failure',
    caughtBy: 'a change that hangs longer than its time is a lost answer',
    break: ({ module }) => ({
      suspend: (...call) => withError(module.suspend(...call), ({ code }) => ({ code })),
    }),
  },
  {
    does: 'goes on waiting although it was aborted',
    caughtBy: 'an abort is obeyed, also while looking',
    break: ({ module }) => ({
      find: (ctx, server, key) => module.find({ ...ctx, signal: deaf() }, server, key),
    }),
  },
  {
    does: 'begins although it was aborted',
    caughtBy: 'nothing is asked with a signal that is aborted already',
    break: ({ module }) => ({
      create: (ctx, server, service) => module.create({ ...ctx, signal: deaf() }, server, service),
    }),
  },
  {
    does: 'begins anew what was begun before',
    caughtBy: 'work that was begun before a restart is followed, not begun anew',
    break: ({ module, provider }) => ({
      create: async (ctx, server, service) => {
        if (ctx.remembered.taskId) add(provider, provider.nextId(), service)
        return module.create(ctx, server, service)
      },
    }),
  },
  {
    does: 'takes another id than the one that it reserved',
    caughtBy: 'an id that was reserved before a restart is used, not another one',
    break: ({ module }) => ({
      create: (ctx, server, service) => {
        const remembered = { ...ctx.remembered, remoteId: null }
        return module.create({ ...ctx, remembered }, server, service)
      },
    }),
  },
]
