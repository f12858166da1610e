// Runs before the first paint, so that a dark screen does not flash white. A file and not an
// inline script, because the content security policy allows scripts from this origin only.
try {
  const stored = localStorage.getItem('berth-colour-scheme') || 'auto'
  const dark = matchMedia('(prefers-color-scheme: dark)').matches
  const scheme = stored === 'auto' ? (dark ? 'dark' : 'light') : stored
  document.documentElement.setAttribute('data-mantine-color-scheme', scheme)
  document.documentElement.lang =
    localStorage.getItem('berth-language') || navigator.language.slice(0, 2)
} catch {
  // Storage may be closed to us; the application decides the scheme a moment later.
}
