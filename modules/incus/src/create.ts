import { randomInt } from 'node:crypto'
import {
  fail,
  type ModuleError,
  type OperationContext,
  ok,
  type Resource,
  type Result,
  type ServerConfig,
} from '@berth/sdk'
import { connect, type Incus } from './client.ts'
import { cloudInitConfig } from './cloud-init.ts'
import { isAddressTaken } from './failures.ts'
import { ADDRESS_TRIES, chooseAddress, finish, MAKING, type Work } from './finish.ts'
import { instanceName, ownInstance, pathOf, stateOf } from './instances.ts'
import { carryOut, follow, reportProgress, whenQuiet } from './operations.ts'
import { hashPassword, makePassword } from './password.ts'
import type { IncusService } from './plan.ts'
import type { IncusSettings } from './server-settings.ts'
import { setPassword } from './set-password.ts'
import { instanceSpec, wantedImage } from './spec.ts'
import { type Instance, serverSchema } from './wire.ts'

type Server = ServerConfig<IncusSettings>

/** Makes and starts the instance; one that carries our key already is finished and taken over. */
export async function create(
  ctx: OperationContext,
  server: Server,
  service: IncusService,
  followMs: number,
): Promise<Result<Resource>> {
  const incus = connect(ctx, server.settings)
  const image = wantedImage(service, service.orderData.image)
  if (!image.ok) return image
  const work: Work = { ctx, incus, service, image: image.value, followMs }
  const own = await ownInstance(incus, ctx.key)
  if (!own.ok) return own
  if (own.value) return takeOver(work, own.value)
  const { taskId } = ctx.remembered
  if (taskId === null) return make(work)
  const ended = await followMaking(work, taskId)
  if (!ended.ok) return ended
  const made = await ownInstance(incus, ctx.key)
  if (!made.ok) return made
  return made.value ? takeOver(work, made.value) : make(work)
}

/** An earlier attempt goes on where it stopped; what the server still does for it is waited for. */
async function takeOver(work: Work, seen: Instance): Promise<Result<Resource>> {
  const { ctx, incus, service, followMs } = work
  ctx.log('Found the instance with our key', { name: seen.name })
  const onChange = reportProgress(ctx, MAKING)
  const quiet = await whenQuiet(ctx, incus, seen.name, { limitMs: followMs, onChange })
  if (!quiet.ok) return quiet
  const own = await ownInstance(incus, ctx.key)
  if (!own.ok) return own
  // The server undid what it could not finish.
  if (!own.value) return make(work)
  const known = service.resource?.secrets
  if (known) return finish(work, own.value, known)
  const secrets = await newPassword(work, own.value)
  return secrets.ok ? finish(work, own.value, secrets.value) : secrets
}

/** The password of an earlier attempt was lost with its answer: it gets another. */
async function newPassword(
  { ctx, incus, service }: Work,
  instance: Instance,
): Promise<Result<Record<string, string>>> {
  if (service.product.user === '') return ok({})
  const password = makePassword()
  if (stateOf(instance) === 'running') {
    const set = await setPassword(ctx, incus, instance.name, {
      user: service.product.user,
      password,
    })
    if (set.ok) return ok({ password })
    if (set.error.lost) return set
    ctx.log('Its password is not known and could not be changed', { why: set.error.message })
    return ok({})
  }
  const server = await incus.read('/1.0', serverSchema)
  if (!server.ok) return server
  const hash = hashPassword(password)
  const config = cloudInitConfig(service, hash, server.value.api_extensions)
  const set = await carryOut(ctx, incus, ['PATCH', pathOf(instance.name), { config }])
  return set.ok ? ok({ password }) : set
}

/** Asks for a new instance and follows its making. Also after an interrupted rebuilding. */
export async function make(work: Work): Promise<Result<Resource>> {
  const { ctx, incus, service } = work
  const server = await incus.read('/1.0', serverSchema)
  if (!server.ok) return server
  const password = service.product.user === '' ? '' : makePassword()
  const passwordHash = password === '' ? '' : hashPassword(password)
  const extensions = server.value.api_extensions
  await ctx.reserve(instanceName(service.key))
  ctx.progress({ text: MAKING, percent: 5 })
  const made = await withFreeAddress(incus, (address) => {
    const making = { image: work.image, address, passwordHash, extensions }
    return postInstance(work, instanceSpec(incus, service, making))
  })
  if (!made.ok) return takenName(work, made)
  const own = await ownInstance(incus, service.key)
  if (!own.ok) return own
  if (!own.value) return fail('transient', 'The instance is not there yet', { retryAfterMs: 1000 })
  return finish(work, own.value, password === '' ? {} : { password })
}

/** Tries with other addresses of the pool while others are quicker to take them. */
async function withFreeAddress(
  incus: Incus,
  run: (address: string | null) => Promise<Result<unknown>>,
): Promise<Result<unknown>> {
  for (let turn = 0; turn < ADDRESS_TRIES; turn++) {
    const address = await chooseAddress(incus, turn === 0 ? 0 : randomInt(8))
    if (!address.ok) return address
    const done = await run(address.value)
    if (done.ok || !isAddressTaken(done.error.message)) return done
  }
  return fail('transient', 'Addresses kept being taken by others')
}

/** Asks for an instance and follows its making to the end. */
export async function postInstance(
  work: Work,
  spec: Readonly<Record<string, unknown>>,
): Promise<Result<unknown>> {
  const { ctx, incus } = work
  const started = await incus.change('POST', '/1.0/instances', spec)
  if (!started.ok || started.value === null) return started
  await ctx.remember(started.value)
  return followMaking(work, started.value)
}

function followMaking({ ctx, incus, followMs }: Work, id: string) {
  return follow(ctx, incus, id, { limitMs: followMs, onChange: reportProgress(ctx, MAKING) })
}

/** A name in use may be our own request, done late: then it is finished; else it is a conflict. */
async function takenName(
  work: Work,
  refused: { ok: false; error: ModuleError },
): Promise<Result<Resource>> {
  if (refused.error.code !== 'conflict') return refused
  const own = await ownInstance(work.incus, work.service.key)
  if (!own.ok) return own
  return own.value ? takeOver(work, own.value) : refused
}
