import { z } from 'zod'

/*
 * What WHM API 1 answers, as far as it is used. Numbers come as numbers or as texts, depending on
 * function and version; anything beyond is passed over.
 */

/** Every answer of WHM API 1 has this; `result` 0 is a refusal, whatever the HTTP status. */
export const metadataSchema = z.object({
  result: z.coerce.number(),
  reason: z.string().default(''),
})

/** An amount or `unlimited`; null stands for unlimited. */
const limit = z
  .union([z.string(), z.number()])
  .nullish()
  .transform((value) => {
    const number = Number.parseFloat(String(value ?? 'unlimited'))
    return Number.isFinite(number) ? number : null
  })

export const accountSchema = z.object({
  user: z.string(),
  domain: z.string(),
  email: z.string(),
  owner: z.string(),
  plan: z.string(),
  ip: z.string(),
  partition: z.string().optional(),
  suspended: z.coerce.number(),
  suspendreason: z.string().nullish(),
  unix_startdate: z.coerce.number(),
  /** MiB, written as `14M`. */
  diskused: limit,
  disklimit: limit,
  inodesused: limit,
  inodeslimit: limit,
  maxaddons: limit,
  maxparked: limit,
  maxsub: limit,
  maxpop: limit,
  maxsql: limit,
  maxftp: limit,
})
export type Account = z.output<typeof accountSchema>

export const accountsSchema = z.object({ acct: z.array(accountSchema) })

/** Packages by name. */
export const packagesSchema = z.object({
  pkg: z.array(z.object({ name: z.string(), QUOTA: limit, BWLIMIT: limit })),
})

const nameserver = z.string().nullish()
export const createdSchema = z.object({
  ip: z.string(),
  nameserver,
  nameserver2: nameserver,
  nameserver3: nameserver,
  nameserver4: nameserver,
})
export type Created = z.output<typeof createdSchema>

export const bandwidthSchema = z.object({
  acct: z.array(
    z.object({
      user: z.string(),
      /** Bytes of this month. */
      totalbytes: z.coerce.number(),
      /** Bytes; 0 is unlimited. */
      limit: z.union([z.string(), z.number()]).transform((value) => Number(value) || 0),
    }),
  ),
})

export const privilegesSchema = z.object({
  privileges: z.array(z.record(z.string(), z.coerce.number())),
})

export const sessionSchema = z.object({ url: z.url() })

/** Values of our own store; what was never set comes without success or as null. */
export const personalizationSchema = z.object({
  personalization: z.record(
    z.string(),
    z.object({ value: z.union([z.string(), z.number()]).nullish() }),
  ),
})

/** A function of the account's own API, called through WHM. */
export const uapiSchema = <T extends z.ZodType>(data: T) =>
  z.object({
    uapi: z.object({
      status: z.coerce.number(),
      errors: z.array(z.string()).nullish(),
      data: data.nullish(),
    }),
  })

export const domainsSchema = z.object({
  main_domain: z.string(),
  addon_domains: z.array(z.string()),
  parked_domains: z.array(z.string()),
  sub_domains: z.array(z.string()),
})
export type Domains = z.output<typeof domainsSchema>

export const mailboxesSchema = z.array(
  z.object({ email: z.string(), suspended_login: z.coerce.number() }),
)
export type Mailbox = z.output<typeof mailboxesSchema>[number]
