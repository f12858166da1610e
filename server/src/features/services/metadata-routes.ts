import { z } from 'zod'
import { METADATA_KEYS } from '../../domain/metadata.ts'
import { actorOf } from '../../platform/access.ts'
import type { Http } from '../../platform/feature.ts'
import { KNOWN_KEYS, METADATA_MEANINGS } from './metadata-words.ts'

const keyJson = z.object({
  key: z.string(),
  /** A whole number from 0, or `true` / `false`. */
  holds: z.enum(['count', 'flag']),
  meaning: z.string(),
})

/** The metadata keys that the program gives a meaning, for the editor that explains them. */
export function metadataRoutes(http: Http): void {
  http.get(
    '/api/v1/admin/metadata-keys',
    {
      config: { access: { kind: 'staff', permission: 'services:read' } },
      schema: {
        summary: 'The metadata keys with a meaning, in the asker’s language',
        tags: ['services'],
        response: { 200: z.object({ items: z.array(keyJson) }) },
      },
    },
    async (request) => {
      const { language } = actorOf(request)
      const items = KNOWN_KEYS.map((key) => ({
        key,
        holds: METADATA_KEYS[key],
        meaning: METADATA_MEANINGS[key][language],
      }))
      return { items }
    },
  )
}
