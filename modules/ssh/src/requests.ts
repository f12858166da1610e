import {
  fail,
  type ModuleContext,
  maskSecrets,
  type OperationContext,
  ok,
  type Result,
  sameText,
} from '@berth/sdk'
import type { Answer } from './answer.ts'
import type { SshSettings } from './forms.ts'
import type { ProgramInput } from './program.ts'
import { readSaid } from './said.ts'
import { runProgram, secretsOf } from './session.ts'

/** One question or change, with what must not be said of it. */
export interface Request extends Omit<ProgramInput, 'stateFolder'> {
  readonly secrets?: readonly string[]
}

/** How soon to ask again whether a script is done. */
const ASK_AGAIN_MS = 5000

/** The most of a script's standard error that goes to the log. */
const LOG_CHARACTERS = 4000

/**
 * Sends a program, logs what came of it, and turns what stopped it before its script into an error.
 * The answer is one in which something ran, or was known already, or is `missing`.
 */
export async function ask(
  ctx: ModuleContext & Partial<Pick<OperationContext, 'progress'>>,
  settings: SshSettings,
  request: Request,
): Promise<Result<Answer>> {
  const { secrets = [], ...input } = request
  const hidden = [...secretsOf(settings), ...secrets]
  const what = input.verb ?? input.entry
  const answer = await runProgram(ctx, settings, input, {
    onProgress: (words) => ctx.progress?.(stepOf(maskSecrets(words, hidden))),
  })
  if (!answer.ok) {
    ctx.log(`${what} on ${settings.host} failed`, { error: answer.error.message })
    return answer
  }
  const { done, exit, out, err } = answer.value
  const mask = [...hidden, ...Object.values(readSaid(out).secrets)]
  const stderr = maskSecrets(err.trim(), mask).slice(-LOG_CHARACTERS)
  const outcome = maskSecrets((done ?? []).join(' '), mask)
  ctx.log(`${what} on ${settings.host}: ${outcome}`, {
    ...(exit === null ? {} : { exit }),
    ...(stderr === '' ? {} : { stderr }),
  })
  return hindrance(answer.value) ?? ok(answer.value)
}

/** `40 Making the site` is a percentage and its words; either may be alone. */
function stepOf(words: string) {
  const [, percent, text = ''] = /^(?:(\d{1,3})(?:\s+|$))?(.*)$/s.exec(words) ?? []
  const known = percent === undefined ? {} : { percent: Math.min(100, Number(percent)) }
  return { text: sameText(text || `${percent ?? ''} %`), ...known }
}

/** What kept the script from being started. */
function hindrance({ done }: Answer): Result<never> | null {
  const [word = '', ...rest] = done ?? []
  if (word === 'running') {
    return fail('transient', `Still at it on the server: ${rest.join(' ')}`, {
      stillRunning: true,
      retryAfterMs: ASK_AGAIN_MS,
    })
  }
  if (word === 'paused') {
    return fail('transient', 'The server asks to wait: there is a pause file in its state folder', {
      retryAfterMs: Number(rest[0]) * 1000,
    })
  }
  return word === 'trouble' ? fail('config', `The server ${rest.join(' ')}`) : null
}
