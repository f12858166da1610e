import { fail, type ModuleContext, ok, type Result } from '@berth/sdk'
import type { Incus } from './client.ts'
import { pathOf } from './instances.ts'
import { carryOut } from './operations.ts'
import { hashPassword } from './password.ts'

/** Reads who and what from the environment: nothing is pasted into a line of the shell. */
const SET = 'printf "%s:%s\\n" "$BERTH_USER" "$BERTH_HASH" | chpasswd -e'

/**
 * Sets the password of a user inside a running instance. Only its hash is sent: the server shows
 * commands and their environment to whoever may list its operations.
 */
export async function setPassword(
  ctx: ModuleContext,
  incus: Incus,
  name: string,
  { user, password }: { readonly user: string; readonly password: string },
): Promise<Result<null>> {
  let code: unknown
  const body = {
    command: ['/bin/sh', '-c', SET],
    environment: { BERTH_USER: user, BERTH_HASH: hashPassword(password) },
    'wait-for-websocket': false,
    interactive: false,
  }
  const done = await carryOut(ctx, incus, ['POST', `${pathOf(name)}/exec`, body], {
    onChange: ({ metadata }) => {
      code = metadata.return ?? code
    },
  })
  if (!done.ok) return done
  if (code === 0) return ok(null)
  if (code === undefined)
    return fail('transient', 'It is not known whether it was set', { lost: true })
  return fail('rejected', `chpasswd for ${user} ended with ${String(code)}`)
}
