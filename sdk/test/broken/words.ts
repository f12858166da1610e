import { z } from 'zod'
import { field, type ObservedState, ok, sameText } from '../../src/index.ts'
import { ability, type Mistake } from './mistake.ts'

/** What is said: forms, answers, progress, secrets. */
export const WORD_MISTAKES: readonly Mistake[] = [
  {
    does: 'reads its settings in a way that cannot be repeated',
    caughtBy: 'settings survive a JSON Schema round trip',
    break: () => ({
      serverSettings: z.object({
        token: z
          .string()
          .transform((token) => ({ token }))
          .meta(field({ label: sameText('Token'), secret: true })),
      }),
    }),
  },
  {
    does: 'has a field without a label',
    caughtBy: 'every field has its label in both languages and its choices load',
    break: () => ({ orderForm: z.object({ motto: z.string().default('') }) }),
  },
  {
    does: 'loads nothing to choose from',
    caughtBy: 'every field has its label in both languages and its choices load',
    break: () => ({ choices: { plans: async () => ok([]) } }),
  },
  {
    does: 'has a secret in its product',
    caughtBy: 'product settings hold no secrets',
    break: () => ({
      productSettings: z.object({
        licence: z
          .string()
          .default('')
          .meta(field({ label: sameText('Licence'), secret: true })),
      }),
    }),
  },
  {
    does: 'asks for the same thing twice',
    caughtBy: 'what a product asks besides the order form is a form too',
    break: () => {
      const motto = { type: 'text', name: 'motto', label: sameText('Motto') } as const
      return { orderFields: async () => ok([motto, motto]) }
    },
  },
  {
    does: 'tells its progress in one language, beyond the end',
    caughtBy: 'progress is told in both languages and from 0 to 100',
    break: ({ module }) => ({
      create: (ctx, server, service) => {
        ctx.progress({ text: { en: 'Nearly', fr: '' }, percent: 140 })
        return module.create(ctx, server, service)
      },
    }),
  },
  {
    does: 'answers a state that does not exist',
    caughtBy: 'every answer was one that the contract knows',
    break: ({ module }) => ({
      list: async (...call) => {
        const page = await module.list(...call)
        if (!page.ok) return page
        const items = page.value.items.map((item) => ({
          ...item,
          state: 'paused' as unknown as ObservedState,
        }))
        return ok({ ...page.value, items })
      },
    }),
  },
  {
    does: 'answers nothing at all',
    caughtBy: 'every answer was one that the contract knows',
    break: () => ({ usage: async () => undefined as never }),
  },
  {
    does: 'keeps the password where staff read it',
    caughtBy: 'resources are plain data without secrets, and name the secrets that they have',
    break: ({ module }) => ({
      create: async (...call) => {
        const made = await module.create(...call)
        return made.ok ? ok({ ...made.value, data: { login: made.value.secrets } }) : made
      },
    }),
  },
  {
    does: 'names a secret that it does not have',
    caughtBy: 'resources are plain data without secrets, and name the secrets that they have',
    break: ({ module }) => ({
      unsuspend: async (...call) => {
        const done = await module.unsuspend(...call)
        const connection = [{ label: sameText('Key'), secret: 'ssh_key' }]
        return done.ok ? ok({ ...done.value, connection }) : done
      },
    }),
  },
  {
    does: 'writes its token into the log',
    caughtBy: 'no secret was in a log, an error or a panel',
    break: ({ module }) => ({
      create: (ctx, server, service) => {
        ctx.log('asking', { with: String(server.settings.token) })
        return module.create(ctx, server, service)
      },
    }),
  },
  {
    does: 'shows a password in the panel',
    caughtBy: 'no secret was in a log, an error or a panel',
    break: (memory) => ({
      panel: async (ctx, server, service, view) => {
        const panel = await ability(memory, 'panel')(ctx, server, service, view)
        if (!panel.ok) return panel
        const value = service.resource?.secrets.password ?? ''
        const facts = [{ label: sameText('Password'), value }]
        return ok({ ...panel.value, overview: { ...panel.value.overview, facts } })
      },
    }),
  },
]
