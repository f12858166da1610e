/** Only a path of the session's own area is followed; anything else could lead away from here. */
export function landing(kind: 'staff' | 'user', next: unknown): string {
  const home = kind === 'staff' ? '/admin' : '/'
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next)) return home
  const isAdmin = /^\/admin(?:$|[/?#])/.test(next)
  return isAdmin === (kind === 'staff') ? next : home
}
