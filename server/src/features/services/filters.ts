import { z } from 'zod'
import { CYCLES } from '../../domain/cycle.ts'
import { STATUSES, SUSPENSION_CAUSES } from '../../domain/service-lifecycle.ts'
import { listOf } from '../../platform/list-of.ts'

/** The tabs of the list: every status, and what needs a person. */
export const STATUS_TABS = [...STATUSES, 'needs_attention'] as const

/** Years that business has, and that every part of the program can count in. */
const day = (description: string) =>
  z.iso
    .date()
    .regex(/^(19|20|21)/)
    .optional()
    .meta({ description })
const minorUnits = (description: string) =>
  z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .meta({ description })
const yes = (description: string) => z.enum(['yes']).optional().meta({ description })

/**
 * What the list can be narrowed by; the same names stand in the screens' URLs. Any number at once:
 * values of one filter are alternatives, several filters must all hold.
 */
export const serviceFilters = {
  status: listOf(
    z.enum(STATUS_TABS),
    'Statuses; needs_attention is a tab of its own and narrows the statuses beside it',
  ),
  q: z.string().trim().max(200).optional().meta({
    description:
      'Customer name or e-mail, service id or #number, service name, product name, domain or remote id',
  }),
  customerId: z.uuid().optional(),
  productId: listOf(z.uuid(), 'Products'),
  productGroupId: listOf(z.uuid(), 'Product groups'),
  serverId: listOf(z.uuid(), 'Servers'),
  type: listOf(z.string().max(60), 'Types of service'),
  cycle: listOf(z.enum(CYCLES), 'Billing cycles'),
  currency: listOf(z.string().regex(/^[A-Z]{3}$/), 'ISO 4217 codes'),
  suspension: listOf(z.enum(SUSPENSION_CAUSES), 'Causes of suspension that stand on the service'),
  cancellation: z.enum(['scheduled']).optional(),
  /** Archived services are left out unless asked for. */
  archived: z.enum(['with', 'only']).optional(),
  autoPay: z.enum(['on', 'off']).optional(),
  held: yes('On hold: no suspension and no end at present'),
  trial: yes('Began with a period at price 0'),
  custom: yes('Without a product'),
  operation: z
    .enum(['open', 'failed', 'unknown'])
    .optional()
    .meta({ description: 'State of an operation that is not settled; open is all of them' }),
  expires: z.enum(['never']).optional().meta({ description: 'For life' }),
  expiresFrom: day('First day, in the business time zone'),
  expiresTo: day('Last day, included'),
  createdFrom: day('First day, in the business time zone'),
  createdTo: day('Last day, included'),
  priceFrom: minorUnits('Price in minor units, at least'),
  priceTo: minorUnits('Price in minor units, at most'),
  metadata: listOf(
    z.string().max(300),
    'Metadata `key` or `key:value`; repeated: all of them must hold',
    '',
  ),
}

export type ServiceFilters = z.infer<z.ZodObject<typeof serviceFilters>>
