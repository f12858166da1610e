import { z } from 'zod'
import type { Context } from '../../context.ts'
import { actorOf } from '../../platform/access.ts'
import { permits } from '../../platform/actor.ts'
import type { Http } from '../../platform/feature.ts'
import { instantJson, toInstantJson } from '../../platform/json.ts'
import { say } from '../../platform/text.ts'
import { SUSPICIONS } from './judge.ts'
import type { SafeModeState } from './safe-mode.ts'
import './texts.ts'

const safeModeJson = z.object({
  since: instantJson,
  because: z.enum(SUSPICIONS),
  /** The same in words. */
  text: z.string(),
  /** It was said to be a copy for testing, and stays in safe mode for good. */
  isCopy: z.boolean(),
  /** Whoever asks may say that this is production. */
  mayConfirm: z.boolean(),
})

/** Whether Berth may act, for every member of staff: the banner of all pages reads it. */
export function installationRoutes(http: Http, ctx: Context): void {
  http.get(
    '/api/v1/admin/installation',
    {
      config: { access: { kind: 'staff-self' } },
      schema: {
        summary: 'Whether the installation is in safe mode, and why',
        tags: ['installation'],
        response: { 200: z.object({ safeMode: safeModeJson.nullable() }) },
      },
    },
    (request) => {
      const { current } = ctx.safeMode
      return { safeMode: current && toJson(current, actorOf(request)) }
    },
  )
}

function toJson(state: SafeModeState, actor: ReturnType<typeof actorOf>) {
  return {
    since: toInstantJson(state.since),
    because: state.because.code,
    text: say(`safe_mode.${state.because.code}`, actor.language),
    isCopy: state.isCopy,
    mayConfirm: !state.isCopy && permits(actor, 'installation:confirm'),
  }
}
