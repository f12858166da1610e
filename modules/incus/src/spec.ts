import { fail, ok, type Result } from '@berth/sdk'
import type { Incus } from './client.ts'
import { cloudInitConfig } from './cloud-init.ts'
import { instanceName } from './instances.ts'
import { KEYS } from './keys.ts'
import {
  type IncusService,
  imagesOf,
  limitConfig,
  namesIn,
  networkDevice,
  rootDevice,
} from './plan.ts'

/** The image that a service shall have: the one that was asked for, if its product allows it. */
export function wantedImage(service: IncusService, asked: string): Result<string> {
  const allowed = imagesOf(service.product)
  const image = asked === '' ? service.product.image : asked
  if (allowed.includes(image)) return ok(image)
  const words = `The product has no image ${image}; it has ${allowed.join(', ')}`
  return fail('rejected', words, { pointer: '/orderData/image' })
}

/** An image by alias or fingerprint, here or on an image server. */
export interface ImageSource {
  readonly type: 'image'
  readonly alias?: string
  readonly fingerprint?: string
  readonly server?: string
  readonly protocol?: string
  readonly mode?: string
}

/** Where the image comes from, in the words of `POST /1.0/instances`. */
export function imageSource(service: IncusService, image: string): ImageSource {
  const { imageServer } = service.product
  // 64 digits are a fingerprint; 12 or more, the beginning of one.
  const name = /^[0-9a-f]{12,64}$/.test(image) ? { fingerprint: image } : { alias: image }
  const remote = { server: imageServer, protocol: 'simplestreams', mode: 'pull' }
  return { type: 'image', ...name, ...(imageServer === '' ? {} : remote) }
}

/** What is decided when an instance is made, beside what the service says. */
export interface Making {
  readonly image: string
  readonly address: string | null
  readonly passwordHash: string
  readonly extensions: readonly string[]
}

/** The body of `POST /1.0/instances`. */
export function instanceSpec(incus: Incus, service: IncusService, making: Making) {
  const { product, key, name, customer } = service
  const config = {
    ...limitConfig(service),
    ...cloudInitConfig(service, making.passwordHash, making.extensions),
    [KEYS.key]: key,
    [KEYS.name]: name,
    [KEYS.owner]: customer.email,
    [KEYS.image]: making.image,
    [KEYS.phase]: 'making',
  }
  return {
    name: instanceName(key),
    type: product.type,
    description: '',
    profiles: namesIn(product.profiles),
    config: withoutEmpty(config),
    devices: {
      ...rootDevice(incus.settings, service),
      ...networkDevice(incus.settings, making.address),
    },
    source: imageSource(service, making.image),
  }
}

/** An empty value takes a key away, which a new instance does not have. */
function withoutEmpty(config: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(config).filter(([, value]) => value !== ''))
}
