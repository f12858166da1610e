import { send } from '../../api/client.ts'
import type { Realm, Session } from '../../api/session.ts'

/** Every call that accounts need; nothing else knows these addresses. */

const AUTH = '/api/v1/auth'

const post = <T = unknown>(path: string, body: unknown = {}) =>
  send<T>({ method: 'POST', url: AUTH + path, body })

export interface Credentials {
  email: string
  password: string
  realm: Realm
  /** The six digits, or a recovery code. Asked for by the problem `totp_required`. */
  totp?: string
}

export const login = (credentials: Credentials) => post<Session>('/login', credentials)

export interface Registration {
  /** `consumer` or `business`. */
  kind: string
  /** The person's name, or the company's. */
  name: string
  /** Who logs in for a company. */
  contactName?: string
  email: string
  password: string
  language: string
  /** ISO 3166 code; the installation's own when it is left out. */
  country?: string
}

/** Makes a customer with its first user, logged in at once; the address is confirmed by mail. */
export const register = (registration: Registration) => post<Session>('/register', registration)

export const confirmEmail = (token: string) => post('/confirm-email', { token })

export const resendConfirmation = () => post('/resend-confirmation')

/** The new address counts once the link mailed to it was followed. */
export const changeEmail = (values: { email: string; password: string }) =>
  post('/change-email', values)

/** Ends a look through a user's eyes; the staff session goes on. */
export const leaveImpersonation = () => post('/leave-impersonation')

/** Always succeeds, so that nobody learns which addresses have an account. */
export const requestPasswordReset = (email: string, realm: Realm) =>
  post('/forgot-password', { email, realm })

export const resetPassword = (token: string, password: string) =>
  post('/reset-password', { token, password })

/** Fails when a one-time link works no more. */
export const checkLink = (token: string) => post('/check-link', { token })

/** Makes the first staff member, with the one-time link that the first start prints. */
export const setUp = (values: { token: string; name: string; email: string; password: string }) =>
  post<Session>('/setup', values)

export const updateProfile = (change: { name?: string; language?: string }) =>
  send({ method: 'PATCH', url: `${AUTH}/profile`, body: change })

export const changePassword = (values: { currentPassword: string; newPassword: string }) =>
  post('/change-password', values)

/** One logged-in browser of the account. */
export interface AccountSession {
  id: string
  createdAt: string
  lastSeenAt: string
  ip: string
  userAgent: string
  /** The one that asks. */
  current: boolean
}

export const listSessions = () => send<{ items: AccountSession[] }>({ url: `${AUTH}/sessions` })

export const endSession = (id: string) => send({ method: 'DELETE', url: `${AUTH}/sessions/${id}` })

/** Ends every session of the account but this one. */
export const logoutEverywhere = () => post('/logout-everywhere')

export interface TotpEnrolment {
  secret: string
  otpauthUri: string
}

/** Begins to turn on the second factor; it counts only after `confirmTotp`. */
export const beginTotp = () => post<TotpEnrolment>('/totp/begin')

export const confirmTotp = (code: string) =>
  post<{ recoveryCodes: string[] }>('/totp/confirm', { code })

export const disableTotp = (password: string) => post('/totp/disable', { password })

/** The failures a staff member is mailed about, and those there are. */
export interface StaffAlerts {
  alerts: string[]
  possible: string[]
}

const ALERTS = '/api/v1/admin/profile/alerts'

export const readAlerts = () => send<StaffAlerts>({ url: ALERTS })

export const chooseAlerts = (alerts: string[]) =>
  send<StaffAlerts>({ method: 'PUT', url: ALERTS, body: { alerts } })

/** The customer's own details, as they stand on its invoices. */
export interface OwnCustomer {
  id: string
  kind: string
  name: string
  email: string
  phone: string | null
  street: string
  postalCode: string
  city: string
  country: string
  vatNumber: string | null
  currency: string
  creditPaysRenewals: boolean
}

const OWN_CUSTOMER = '/api/v1/client/customer'

export const readOwnCustomer = () => send<OwnCustomer>({ url: OWN_CUSTOMER })

export const changeOwnCustomer = (change: Partial<OwnCustomer>) =>
  send<OwnCustomer>({ method: 'PATCH', url: OWN_CUSTOMER, body: change })
