import type { Language } from '../../../platform/text.ts'

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:0;background:#f1f3f5;color:#212529}
main{max-width:26rem;margin:10vh auto;padding:2rem;background:#fff;border-radius:8px;
box-shadow:0 1px 4px #0003}h1{font-size:1.25rem;margin-top:0}dl{display:grid;
grid-template-columns:auto 1fr;gap:.25rem 1rem}dt{color:#495057}dd{margin:0;text-align:right;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere}button{font:inherit;width:100%;
padding:.6rem;margin-top:.75rem;border:1px solid #1864ab;border-radius:6px;background:#fff;
color:#1864ab;cursor:pointer}button.first{background:#1864ab;color:#fff}
:focus-visible{outline:3px solid #74c0fc}a{display:block;margin-top:1.25rem;color:#1864ab}
@media(prefers-color-scheme:dark){body{background:#1a1b1e;color:#e9ecef}main{background:#25262b}
dt{color:#adb5bd}a{color:#74c0fc}button{background:#25262b;color:#74c0fc;border-color:#74c0fc}
button.first{background:#74c0fc;color:#1a1b1e}}`

/** A page of the sandbox gateway, which works without scripts. `main` is HTML, `title` is not. */
export function hostedPage(page: { language: Language; title: string; main: string }): string {
  return `<!doctype html>
<html lang="${page.language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(page.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${page.main}
</main>
</body>
</html>
`
}

export function escapeHtml(text: string): string {
  const signs: Record<string, string> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replace(/[&<>"']/g, (sign) => signs[sign] ?? sign)
}
