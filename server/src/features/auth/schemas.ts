import { z } from 'zod'
import { instantJson } from '../../platform/json.ts'
import { LANGUAGES } from '../../platform/text.ts'

/** E-mail addresses are compared and stored in lower case. */
export const emailInput = z.string().trim().toLowerCase().max(254).pipe(z.email())

/** A password to be chosen: long enough to be worth hashing, short enough to be hashed. */
export const newPasswordInput = z.string().min(8).max(200)

export const languageInput = z.enum(LANGUAGES)
export const personNameInput = z.string().trim().min(1).max(200)
const realmInput = z.enum(['staff', 'customer'])

export const loginInput = z.strictObject({
  email: z.string().trim().toLowerCase().min(1).max(254),
  password: z.string().min(1).max(200),
  /** Without it staff are tried, then customers. */
  realm: realmInput.optional(),
  /** The six digits of the authenticator app; a recovery code is taken as well. */
  totp: z.string().trim().min(6).max(40).optional(),
  recoveryCode: z.string().trim().min(6).max(40).optional(),
})
export type LoginInput = z.infer<typeof loginInput>

const staffSession = z.object({
  kind: z.literal('staff'),
  staff: z.object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    language: languageInput,
    role: z.string(),
    /** `noun:verb`; `*` holds them all. */
    permissions: z.array(z.string()),
    totpEnabled: z.boolean(),
    /** True while only the profile may be reached, until a second factor is set up. */
    totpSetupRequired: z.boolean(),
  }),
  /** The installation's clock, in sandbox mode. */
  now: instantJson.optional(),
})

const userSession = z.object({
  kind: z.literal('user'),
  user: z.object({
    id: z.uuid(),
    name: z.string(),
    email: z.string(),
    language: languageInput,
    emailConfirmed: z.boolean(),
  }),
  customer: z.object({ id: z.uuid(), name: z.string(), currency: z.string() }),
  /** The staff member who looks through this user's eyes. */
  impersonatedBy: z.object({ id: z.uuid(), name: z.string() }).optional(),
  now: instantJson.optional(),
})

/** Who is logged in. */
export const sessionAnswer = z.discriminatedUnion('kind', [staffSession, userSession])
export type SessionAnswer = z.infer<typeof sessionAnswer>

export const forgotPasswordInput = z.strictObject({
  email: z.string().trim().toLowerCase().min(1).max(254),
  realm: realmInput.optional(),
})

export const resetPasswordInput = z.strictObject({
  token: z.string().min(1).max(200),
  password: newPasswordInput,
})

export const changePasswordInput = z.strictObject({
  currentPassword: z.string().min(1).max(200),
  newPassword: newPasswordInput,
})

export const profileInput = z.strictObject({
  name: personNameInput.optional(),
  language: languageInput.optional(),
})

export const sessionItem = z.object({
  id: z.uuid(),
  createdAt: instantJson,
  lastSeenAt: instantJson,
  expiresAt: instantJson,
  ip: z.string(),
  userAgent: z.string(),
  /** The one that asks. */
  current: z.boolean(),
})

/** Answers that say no more than "done". */
export const nothing = z.object({})
