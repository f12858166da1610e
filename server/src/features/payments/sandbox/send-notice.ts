import type { Context } from '../../../context.ts'
import type { Http } from '../../../platform/feature.ts'
import { type SandboxNotice, signedNotice } from './notices.ts'

const HOOK = '/api/v1/hooks/sandbox'

/** Sends a notice over HTTP to our own hook, as a gateway would. Answers the hook's status. */
export async function sendNotice(
  http: Http,
  ctx: Context,
  notice: SandboxNotice,
  options: { eventId: string; badSignature?: boolean },
): Promise<number> {
  const { body, headers } = signedNotice(ctx, notice, options)
  const answer = await http.inject({ method: 'POST', url: HOOK, headers, payload: body })
  return answer.statusCode
}
