import {
  fail,
  maskSecrets,
  type OperationContext,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import type { Answer } from './answer.ts'
import { type Environment, environmentOf, type SshService } from './environment.ts'
import { refusalOf } from './exit-codes.ts'
import type { SshSettings } from './forms.ts'
import { findOne } from './look.ts'
import { formatMeta, resourceOf } from './observe.ts'
import type { SshProduct } from './product-form.ts'
import type { ProgramInput } from './program.ts'
import { ask } from './requests.ts'
import { connectionLines, readSaid } from './said.ts'
import { secretsOf } from './session.ts'

type Server = ServerConfig<SshSettings>
type Change = (
  ctx: OperationContext,
  server: Server,
  service: SshService,
) => Promise<Result<Resource>>

/** A member of the module that runs the product's script of this name. */
const changing =
  (verb: string, script: (product: SshProduct) => string): Change =>
  async (ctx, server, service) => {
    const answer = await runScript(ctx, server, { service, verb, script: script(service.product) })
    if (!answer.ok) return answer
    if (answer.value.done?.[0] === 'missing') {
      return fail('not_found', `The server knows nothing of ${service.key}`)
    }
    return ok(resourceAfter(answer.value, service))
  }

/** The server takes over what is there already, and runs no script twice at a time. */
export const create = changing('create', (product) => product.createScript)
export const suspend = changing('suspend', (product) => product.suspendScript)
export const unsuspend = changing('unsuspend', (product) => product.unsuspendScript)

const runChangePlan = changing('change_plan', (product) => product.changePlanScript)
const runResetPassword = changing('reset_password', (product) => product.resetPasswordScript)

export const changePlan: Change = async (ctx, server, service) =>
  service.product.changePlanScript === ''
    ? fail('unsupported', 'The product has no script that changes the plan')
    : runChangePlan(ctx, server, service)

export const resetPassword: Change = async (ctx, server, service) =>
  service.product.resetPasswordScript === ''
    ? fail('unsupported', 'The product has no script that makes a new password')
    : runResetPassword(ctx, server, service)

/** Also what a create left that was cut; what the server never heard of is not there. */
export async function terminate(
  ctx: OperationContext,
  server: Server,
  service: SshService,
): Promise<Result<null>> {
  const script = service.product.terminateScript
  const answer = await runScript(ctx, server, { service, verb: 'terminate', script })
  return answer.ok ? ok(null) : answer
}

/** Writes down on the server that this resource is ours; no script is run. */
export async function adopt(
  ctx: OperationContext,
  server: Server,
  service: SshService,
): Promise<Result<Resource>> {
  const { resource } = service
  if (!resource) return fail('rejected', 'There is nothing to take over')
  const seen = await findOne(ctx, server, resource)
  if (!seen.ok) return seen
  if (!seen.value) return fail('not_found', `${resource.remoteId} is not there`)
  const { key, state, name, owner, plan } = seen.value
  if (key !== null && key !== service.key) {
    return fail('conflict', `${resource.remoteId} carries another key: ${key}`)
  }
  const environment = environmentOf(ctx, server.settings, service)
  if (!environment.ok) return environment
  const known = Object.entries({ remote_id: resource.remoteId, name, owner, plan })
  const answer = await ask(ctx, server.settings, {
    ...programFor(ctx, service, environment.value),
    entry: 'mark',
    verb: 'adopt',
    script: known.flatMap(([word, said]) => (said === null ? [] : [`${word}=${said}\n`])).join(''),
    markState: state === 'suspended' ? 'suspended' : 'active',
  })
  return answer.ok ? ok(resourceAfter(answer.value, service)) : answer
}

/** What every program about a service holds. */
function programFor(ctx: OperationContext, service: SshService, environment: Environment) {
  const { product, customer } = service
  return {
    key: service.key,
    operationId: ctx.operationId,
    limitSeconds: product.limitSeconds,
    meta: formatMeta({
      name: service.name,
      number: service.number,
      plan: product.plan,
      owner: customer.email,
    }),
    ...(product.inspectScript === ''
      ? {}
      : {
          inspect: { script: unixLines(product.inspectScript), parameters: environment.open },
        }),
  } satisfies Partial<ProgramInput>
}

/** Runs one script of the product; its refusals are errors. */
async function runScript(
  ctx: OperationContext,
  server: Server,
  { service, verb, script }: { service: SshService; verb: string; script: string },
): Promise<Result<Answer>> {
  const environment = environmentOf(ctx, server.settings, service)
  if (!environment.ok) return environment
  ctx.progress({ text: { en: 'Running the script', fr: 'Exécution du script' } })
  const secrets = [...environment.value.secrets, ...Object.values(service.resource?.secrets ?? {})]
  const answer = await ask(ctx, server.settings, {
    ...programFor(ctx, service, environment.value),
    entry: 'run_verb',
    verb,
    script: unixLines(script),
    parameters: environment.value.all,
    secrets,
  })
  if (!answer.ok) return answer
  if (answer.value.exit === null || answer.value.exit === 0) return answer
  const said = Object.values(readSaid(answer.value.out).secrets)
  const hidden = [...secretsOf(server.settings), ...secrets, ...said]
  return refusalOf(answer.value, (words) => maskSecrets(words, hidden))
}

/** Scripts are typed into forms of browsers, which send the line ends of another system. */
const unixLines = (script: string) => script.replaceAll('\r\n', '\n')

/** The resource as the server knows it, with the secrets that only the books still hold. */
function resourceAfter(answer: Answer, service: SshService): Resource {
  const said = readSaid(answer.services[0]?.known ?? '')
  const secrets = { ...service.resource?.secrets, ...said.secrets }
  const resource = resourceOf(service.key, said)
  return { ...resource, secrets, connection: connectionLines({ ...said, secrets }) }
}
