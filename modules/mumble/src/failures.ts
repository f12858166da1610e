import { type ErrorCode, fail, type Result } from '@berth/sdk'

/** What the bus and murmurd say, by the names of their errors. */
const CODE_OF_NAME: Readonly<Record<string, ErrorCode>> = {
  'org.freedesktop.DBus.Error.ServiceUnknown': 'transient',
  'org.freedesktop.DBus.Error.NameHasNoOwner': 'transient',
  'org.freedesktop.DBus.Error.LimitsExceeded': 'transient',
  'org.freedesktop.DBus.Error.AccessDenied': 'auth',
  'org.freedesktop.DBus.Error.AuthFailed': 'auth',
  'org.freedesktop.DBus.Error.NoMemory': 'capacity',
  'org.freedesktop.DBus.Error.UnknownMethod': 'unsupported',
  'org.freedesktop.DBus.Error.UnknownInterface': 'unsupported',
  // A virtual server has an object of its own only while it runs.
  'org.freedesktop.DBus.Error.UnknownObject': 'not_found',
  'net.sourceforge.mumble.Error.server': 'not_found',
  'net.sourceforge.mumble.Error.channel': 'not_found',
  'net.sourceforge.mumble.Error.session': 'not_found',
  // It runs although it should not, or the other way round.
  'net.sourceforge.mumble.Error.booted': 'conflict',
  'net.sourceforge.mumble.Error.bootfail': 'capacity',
}

/** The bus answers for murmurd that no answer will come. */
const LOST_NAMES = new Set([
  'org.freedesktop.DBus.Error.NoReply',
  'org.freedesktop.DBus.Error.Timeout',
  'org.freedesktop.DBus.Error.Disconnected',
])

/**
 * What an exception of the bus's client means in our words. `sent`: the request may have arrived, so
 * that without an answer nobody knows what was done.
 */
export function failureOf(thrown: unknown, sent: boolean): Result<never> {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  const name = 'type' in error && typeof error.type === 'string' ? error.type : ''
  const words = 'text' in error && typeof error.text === 'string' ? error.text : error.message
  if (LOST_NAMES.has(name)) return fail('transient', words, { lost: true })
  if (name !== '') return fail(CODE_OF_NAME[name] ?? 'rejected', words || name)
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EACCES' || /authentication failed/.test(words)) return fail('auth', words)
  return fail('transient', words || code, sent ? { lost: true } : {})
}
