/** What people can do about a failed check; names its text, `servers.hint.<hint>`. */
export type FixHint = 'reach' | 'certificate' | 'credentials' | 'permission' | 'other'

/** What a module's own word for a failure leads to; it stands before the provider's words. */
const CODES: Record<string, FixHint> = {
  transient: 'reach',
  auth: 'credentials',
}

const PATTERNS: readonly [FixHint, RegExp][] = [
  ['certificate', /certificate|self.signed|CERT_|ERR_TLS|fingerprint|host key/i],
  ['permission', /\b403\b|forbidden|permission|not allowed|denied|privilege|missing right/i],
  ['credentials', /\b401\b|unauthori[sz]ed|token|password|credential|login|api key/i],
  [
    'reach',
    /ECONN|ENOTFOUND|EAI_|EHOSTUNREACH|ENETUNREACH|ENOENT|UND_ERR|timed? ?out|no answer|reach/i,
  ],
]

/**
 * The hint for what a provider said about a failed check. Providers word this as they like: the
 * first sign that is found counts, and the words themselves are always shown beside it.
 */
export function fixHint(check: { id: string; message: string }): FixHint {
  const said = `${check.message} ${check.id.replaceAll('_', ' ')}`
  const found = PATTERNS.find(([, pattern]) => pattern.test(said))?.[0]
  const [, code = ''] = /^(\w+): /.exec(check.message) ?? []
  return found ?? CODES[code] ?? 'other'
}
