import type { SwaggerTransform } from '@fastify/swagger'
import { createJsonSchemaTransform } from 'fastify-type-provider-zod'
import type { Access } from './http.ts'

/** The problem document of RFC 9457, as every unsuccessful answer carries it. */
export const problemSchema = {
  type: 'object' as const,
  required: ['type', 'title', 'status', 'code', 'detail', 'requestId', 'errors'],
  properties: {
    type: { type: 'string' as const },
    title: { type: 'string' as const },
    status: { type: 'integer' as const },
    code: { type: 'string' as const, description: 'Stable; for programs.' },
    detail: { type: 'string' as const, description: 'For people, in their language.' },
    requestId: { type: 'string' as const },
    errors: {
      type: 'array' as const,
      items: {
        type: 'object' as const,
        required: ['pointer', 'code', 'detail'],
        properties: {
          pointer: { type: 'string' as const, description: 'JSON pointer to the field.' },
          code: { type: 'string' as const },
          detail: { type: 'string' as const },
        },
      },
    },
  },
}

const WHO: Record<Access['kind'], string> = {
  public: 'Open to everybody.',
  staff: '',
  'staff-self': 'For any staff member, about themselves.',
  session: 'For whoever is logged in, about themselves.',
  customer: 'For users, within their own customer.',
}

const SECURITY: Record<Access['kind'], Record<string, string[]>[]> = {
  public: [],
  staff: [{ session: [] }, { apiKey: [] }],
  'staff-self': [{ session: [] }],
  session: [{ session: [] }],
  customer: [{ session: [] }],
}

const fromZod = createJsonSchemaTransform({ skipList: ['/api/openapi.json'] })

/** A route in the API's description: its schemas, who may call it, and what its errors look like. */
export const describeRoute: SwaggerTransform = (input) => {
  const { schema, url } = fromZod(input as Parameters<typeof fromZod>[0])
  const access = input.route.config?.access
  if (!access || !schema || schema.hide) return { schema, url }
  const permission = access.kind === 'staff' ? access.permission : null
  const content = {
    'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
  }
  return {
    url,
    schema: {
      ...schema,
      description: permission ? `Needs the permission \`${permission}\`.` : WHO[access.kind],
      security: SECURITY[access.kind],
      response: {
        ...(schema.response as Record<string, unknown>),
        '4xx': { description: 'A problem document: what is wrong, and where.', content },
      },
    },
  }
}
