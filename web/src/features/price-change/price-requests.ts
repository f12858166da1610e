import { readStreamed, type StreamedCall } from '../../api/event-stream.ts'
import type { paths } from '../../api/schema.d.ts'

type Effect = paths['/api/v1/admin/products/{id}/prices/effect']['post']

/** What the product's prices would do to the services that it has. */
export type PriceEffect = Effect['responses'][200]['content']['application/json']

/** From when they count, and whether prices agreed on with customers go too. */
export interface PriceWish {
  from: string
  includeOwnPrices: boolean
}

/** Asked before the prices are applied; nothing is written. */
export const askPriceEffect = (
  productId: string,
  body: PriceWish,
  asking: Pick<StreamedCall, 'signal' | 'onProgress'>,
) =>
  readStreamed<PriceEffect>({
    method: 'POST',
    url: `/api/v1/admin/products/${productId}/prices/effect/stream`,
    body,
    ...asking,
  })
