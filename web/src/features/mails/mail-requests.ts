import { queryOptions } from '@tanstack/react-query'
import type { Answer, Row } from '../../api/answers.ts'
import { api, read } from '../../api/client.ts'

export type Mail = Row<'/api/v1/admin/mails'>
export type MailPage = Answer<'/api/v1/admin/mails/{id}'>

/** Every kind of mail that the server writes. */
export const MAIL_TEMPLATES = [
  'user_registered',
  'email_confirmation',
  'user_invited',
  'staff_invited',
  'password_reset',
  'password_changed',
  'order_placed',
  'order_reminder',
  'order_cancelled',
  'document_opened',
  'document_issued',
  'receipt',
  'credit_note',
  'not_honoured',
  'payment_received',
  'payment_refused',
  'refund',
  'digest',
  'service_delivered',
  'service_redelivered',
  'service_renewed',
  'service_suspended',
  'service_reactivated',
  'service_term_ended',
  'service_expired',
  'service_terminated',
  'service_cancelled',
  'cancellation_requested',
  'cancellation_undone',
  'alert_operation_waits',
  'alert_operation_unknown',
  'alert_duplicate_resource',
  'alert_drift',
  'alert_server_suspect',
  'alert_payment',
  'alert_mail_failed',
] as const

export const mailQuery = (id: string) =>
  queryOptions({
    queryKey: ['mail', id],
    queryFn: () => read(api.GET('/api/v1/admin/mails/{id}', { params: { path: { id } } })),
  })

/** Sends a test by the stored settings and waits for what came of it. */
export const sendTestMail = (to: string) =>
  read(api.POST('/api/v1/admin/mails/test', { body: { to } }))
