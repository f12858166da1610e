import { readStreamed, type StreamedCall } from '../../api/event-stream.ts'
import type { PolicyEffect } from './policy-effect.ts'
import type { PolicyValues } from './policy-fields.ts'

/** Where the progress is told, and how the asking is given up. */
export type Asking = Pick<StreamedCall, 'signal' | 'onProgress'>

/** What a change would do to services, asked with the body of the change; nothing is saved. */
export const askEffect = (url: string, body: unknown, asking: Asking): Promise<PolicyEffect> =>
  readStreamed({ method: 'POST', url: `${url}/stream`, body, ...asking })

/** What another policy of a product, a group or a customer (of this version) would do. */
export const effectOfPolicy = (
  noun: 'products' | 'product-groups' | 'customers',
  id: string,
  policy: PolicyValues,
  version?: number,
) => effectAt(`/api/v1/admin/${noun}/${id}/effect`, { policy, version })

/** The question at an address, to be asked when it is time. */
export const effectAt = (url: string, body: unknown) => (asking: Asking) =>
  askEffect(url, body, asking)
