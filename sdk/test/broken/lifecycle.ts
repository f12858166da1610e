import { fail, ok, sameText } from '../../src/index.ts'
import { add, resourceOf } from '../memory/module.ts'
import { type Mistake, withError } from './mistake.ts'

export const LIFECYCLE_MISTAKES: readonly Mistake[] = [
  {
    does: 'tests its connection with a check that fails',
    caughtBy: 'the connection test finds nothing missing',
    break: () => ({
      testConnection: async () =>
        ok([{ id: 'reach', name: sameText('Reach'), ok: false, message: 'No' }]),
    }),
  },
  {
    does: 'is content with credentials that are refused',
    caughtBy: 'the connection test notices credentials that are refused',
    break: () => ({
      testConnection: async () =>
        ok([{ id: 'reach', name: sameText('Reach'), ok: true, message: '' }]),
    }),
  },
  {
    does: 'says that a permission is missing, and not which',
    caughtBy: 'the connection test names the permission that is missing',
    break: () => ({
      testConnection: async () =>
        ok([{ id: 'rights', name: sameText('Rights'), ok: false, message: 'Not enough' }]),
    }),
  },
  {
    does: 'does not find its own',
    caughtBy: 'a created resource is found by its key and inspected',
    break: () => ({ find: async () => ok([]) }),
  },
  {
    does: 'makes a new resource each time',
    caughtBy: 'creating twice with one key makes one resource',
    break: ({ provider }) => ({
      create: async (_ctx, _server, service) => {
        const thing = add(provider, provider.nextId(), service)
        if (!thing) return fail('conflict', 'It is somebody else’s')
        thing.pending = 0
        return ok(resourceOf(thing))
      },
    }),
  },
  {
    does: 'calls a name that is taken a wrong value',
    caughtBy: 'what is in the way and not ours is a conflict',
    break: ({ module }) => ({
      create: (...call) =>
        withError(module.create(...call), ({ code, ...more }) => ({
          code: code === 'conflict' ? 'rejected' : code,
          more,
        })),
    }),
  },
  {
    does: 'refuses to suspend twice',
    caughtBy: 'suspending twice succeeds and is seen',
    break: ({ module }) => {
      const seen = new Set<string>()
      return {
        suspend: async (ctx, server, service) => {
          if (seen.has(service.key)) return fail('conflict', 'It is suspended already')
          seen.add(service.key)
          return module.suspend(ctx, server, service)
        },
      }
    },
  },
  {
    does: 'only says that it suspends',
    caughtBy: 'suspending twice succeeds and is seen',
    break: ({ module }) => ({ suspend: module.create }),
  },
  {
    does: 'refuses to unsuspend what is active',
    caughtBy: 'unsuspending lets it run again, and succeeds on what is active',
    break: ({ module, provider }) => ({
      unsuspend: async (ctx, server, service) => {
        const active = provider.things.find((one) => one.key === service.key && !one.suspended)
        if (active) return fail('conflict', 'It is not suspended')
        return module.unsuspend(ctx, server, service)
      },
    }),
  },
  {
    does: 'says that it suspended what is not there',
    caughtBy: 'suspending and unsuspending what is missing says not_found',
    break: ({ module }) => ({
      suspend: async (ctx, server, service) => {
        const done = await module.suspend(ctx, server, service)
        const known = service.resource
        return !done.ok && done.error.code === 'not_found' && known ? ok(known) : done
      },
    }),
  },
  {
    does: 'only says that it terminates',
    caughtBy: 'terminating removes it',
    break: () => ({ terminate: async () => ok(null) }),
  },
  {
    does: 'fails on terminating what is missing',
    caughtBy: 'terminating what is missing succeeds',
    break: ({ module, provider }) => ({
      terminate: async (ctx, server, service) => {
        if (!provider.things.some((one) => one.key === service.key)) {
          return fail('not_found', 'There is none')
        }
        return module.terminate(ctx, server, service)
      },
    }),
  },
  {
    does: 'terminates nothing that is suspended',
    caughtBy: 'a suspended resource is terminated too',
    break: ({ module }) => ({
      terminate: async (ctx, server, service) =>
        service.suspended
          ? fail('rejected', 'It is suspended')
          : module.terminate(ctx, server, service),
    }),
  },
  {
    does: 'discards everything beside the one',
    caughtBy: 'discarding removes exactly one resource, and succeeds on what is missing',
    break: ({ provider }) => ({
      discard: async () => {
        provider.things.length = 0
        return ok(null)
      },
    }),
  },
  {
    does: 'takes names of plain letters only',
    caughtBy: 'a name in any script and of 100 characters is delivered',
    break: ({ module }) => ({
      create: async (ctx, server, service) =>
        /^[\w ]*$/.test(service.name)
          ? module.create(ctx, server, service)
          : fail('rejected', 'Letters and digits only'),
    }),
  },
  {
    does: 'suspends whatever comes first',
    caughtBy: 'one service does not touch another',
    break: ({ module, provider }) => ({
      suspend: async (ctx, server, service) => {
        for (const thing of provider.things) thing.suspended = true
        return module.suspend(ctx, server, service)
      },
    }),
  },
  {
    does: 'repeats the end of a page at the beginning of the next',
    caughtBy: 'the listing holds every resource once, ours with its key',
    break: ({ module }) => ({
      list: async (ctx, server, cursor) => {
        const page = await module.list(ctx, server, cursor)
        if (!page.ok || page.value.nextCursor === null) return page
        return ok({ ...page.value, nextCursor: String(Number(page.value.nextCursor) - 1) })
      },
    }),
  },
  {
    does: 'knows owners in its list only',
    caughtBy: 'the listing, find and inspect say the same of a resource',
    break: ({ module }) => ({
      inspect: async (...call) => {
        const seen = await module.inspect(...call)
        return seen.ok && seen.value ? ok({ ...seen.value, owner: null }) : seen
      },
    }),
  },
]
