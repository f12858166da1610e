import type { z } from 'zod'
import { type Answer, type Asked, no, started, value } from './answers.ts'
import { checkConfig, checkDevices, startIt, stopIt } from './instances.ts'
import type * as schemas from './schemas.ts'
import {
  begin,
  type Config,
  Refusal,
  type ServerState,
  type StandInImage,
  type StandInInstance,
} from './state.ts'

function imageFor(state: ServerState, { alias, fingerprint, server }: schemas.Source) {
  // What an image server would have is told by its name.
  if (server !== undefined) return alias === 'remote/image' ? state.images[0] : undefined
  return state.images.find((image) =>
    alias === undefined
      ? image.fingerprint.startsWith(fingerprint ?? '-')
      : image.aliases.includes(alias),
  )
}

export function createInstance({ state, body }: Asked): Answer {
  const post = body as z.output<typeof schemas.instancesPost>
  const image = imageFor(state, post.source)
  if (!image)
    return no(404, post.source.alias === undefined ? 'Image not found' : 'Image alias not found')
  const missing = post.profiles.find((profile) => !state.profiles.has(profile))
  if (missing) return no(500, `Requested profile "${missing}" doesn't exist`)
  const about = { instance: post.name, description: 'Creating instance' }
  return started(
    begin(state, about, () => {
      if (state.instances.has(post.name)) {
        throw new Refusal(
          'Failed creating instance record: Add instance info to the database: This "instances" entry already exists',
        )
      }
      if (image.type !== 'both' && image.type !== post.type) {
        throw new Refusal(
          `Requested image's type "${image.type}" doesn't match instance type "${post.type}"`,
        )
      }
      checkConfig(post.type, post.config)
      checkDevices(state, post.name, post.devices)
      const { source: _source, ...kept } = post
      state.instances.set(post.name, {
        ...kept,
        config: { ...post.config, ...imageConfig(image) },
        architecture: 'x86_64',
        ephemeral: false,
        createdAt: state.tick(),
        lastUsedAt: '1970-01-01T00:00:00Z',
        running: false,
        console: [],
        disk: [image.fingerprint.slice(0, 4)],
        cpu: 0,
        snapshots: [],
      })
      return { create_instance_from_image_unpack_progress: 'Unpack: 100% (566.61MB/s)' }
    }),
  )
}

function imageConfig({ fingerprint, description }: StandInImage): Config {
  return { 'image.description': description, 'volatile.base_image': fingerprint }
}

function merged(has: Config, change: Config = {}): Config {
  return Object.fromEntries(Object.entries({ ...has, ...change }).filter(([, one]) => one !== ''))
}

export function patchInstance(instance: StandInInstance, { state, body }: Asked): Answer {
  const { config, devices, profiles } = body as z.output<typeof schemas.instancePatch>
  try {
    checkConfig(instance.type, config ?? {})
    checkDevices(state, instance.name, devices ?? {})
    const memory = config?.['limits.memory']
    const moved = memory !== undefined && memory !== instance.config['limits.memory']
    if (moved && instance.running && instance.type === 'virtual-machine') {
      throw new Refusal(
        'Failed updating instance: Key "limits.memory" cannot be updated when VM is running',
      )
    }
  } catch (error) {
    if (error instanceof Refusal)
      return no(error.message.startsWith('Failed') ? 400 : 500, error.message)
    throw error
  }
  instance.config = merged(instance.config, config)
  Object.assign(instance.devices, devices)
  if (profiles) instance.profiles = profiles
  return value()
}

export function restoreInstance(instance: StandInInstance, { state, body }: Asked): Answer {
  const { restore } = body as z.output<typeof schemas.instanceRestore>
  const snapshot = instance.snapshots.find(({ name }) => name === restore)
  if (!snapshot) return no(404, `Snapshot "${restore}" for instance "${instance.name}" not found`)
  return started(
    begin(state, { instance: instance.name, description: 'Restoring snapshot' }, () => {
      instance.config = { ...snapshot.config }
      instance.devices = { ...snapshot.devices }
      instance.disk = [...snapshot.disk]
      // What runs is stopped for it and started again, as LXD 5.0.2 was seen to do.
      if (instance.running) {
        stopIt(instance, true)
        startIt(state, instance)
      }
      return null
    }),
  )
}

const STATE_WORDS = {
  start: 'Starting instance',
  stop: 'Stopping instance',
  restart: 'Restarting instance',
}

export function changeState(instance: StandInInstance, { state, body }: Asked): Answer {
  const { action, force } = body as z.output<typeof schemas.instanceStatePut>
  if (action === 'freeze' || action === 'unfreeze') return no(400, `Unknown action: '${action}'`)
  return started(
    begin(state, { instance: instance.name, description: STATE_WORDS[action] }, () => {
      if (action !== 'start') stopIt(instance, force)
      if (action !== 'stop') startIt(state, instance)
      return null
    }),
  )
}

export function deleteInstance(instance: StandInInstance, { state }: Asked): Answer {
  if (instance.running) return no(400, 'Instance is running')
  return started(
    begin(state, { instance: instance.name, description: 'Deleting instance' }, () => {
      state.instances.delete(instance.name)
      return null
    }),
  )
}

export function takeSnapshot(instance: StandInInstance, { state, body }: Asked): Answer {
  const { name } = body as z.output<typeof schemas.snapshotsPost>
  return started(
    begin(state, { instance: instance.name, description: 'Snapshotting instance' }, () => {
      if (instance.snapshots.some((one) => one.name === name)) {
        throw new Refusal(`Snapshot "${instance.name}/${name}" already exists`)
      }
      const { config, devices, disk } = instance
      const kept = { config: { ...config }, devices: { ...devices }, disk: [...disk] }
      instance.snapshots.push({ name, createdAt: state.tick(), ...kept })
      return null
    }),
  )
}

export function deleteSnapshot(instance: StandInInstance, { state, path }: Asked): Answer {
  const at = instance.snapshots.findIndex(({ name }) => name === path.snapshot)
  if (at < 0) return no(404, 'Instance snapshot not found')
  return started(
    begin(state, { instance: instance.name, description: 'Deleting snapshot' }, () => {
      instance.snapshots.splice(at, 1)
      return null
    }),
  )
}

export function rebuild(instance: StandInInstance, { state, body }: Asked): Answer {
  const { source } = body as z.output<typeof schemas.rebuildPost>
  const image = imageFor(state, source)
  if (!image) return no(404, 'Image not found')
  if (instance.running) return no(400, 'Instance must be stopped to be rebuilt')
  if (instance.snapshots.length > 0) return no(400, 'Instance has snapshots and cannot be rebuilt')
  return started(
    begin(state, { instance: instance.name, description: 'Rebuilding instance' }, () => {
      Object.assign(instance.config, imageConfig(image))
      instance.disk = [image.fingerprint.slice(0, 4)]
      return null
    }),
  )
}

export function execute(instance: StandInInstance, { state, body }: Asked): Answer {
  const { command, environment } = body as z.output<typeof schemas.execPost>
  if (!instance.running) return no(400, 'Instance is not running')
  return started(
    begin(state, { instance: instance.name, description: 'Executing command' }, () => {
      const isKnown =
        command[2]?.endsWith('| chpasswd -e') && environment.BERTH_USER !== 'nobody-here'
      if (isKnown) instance.disk.push(`password ${environment.BERTH_HASH}`)
      return { command, environment, interactive: false, return: isKnown ? 0 : 1 }
    }),
  )
}
