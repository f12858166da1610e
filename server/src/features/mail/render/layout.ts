import type { Language } from '../../../platform/text.ts'

/** Where the mail itself stands in the words around it, on a line of its own. */
const CONTENT = /^[ \t]*\{\{-?\s*content\s*-?\}\}[ \t]*$/m

/** What stands around every mail: whom it greets, who writes. */
export const LAYOUT: Record<Language, string> = {
  en: `Hello {{ name }},

{{ content }}

Kind regards,

{{ company.name }}
{% if company.email != '' %}
{{ company.email }}
{% endif %}`,
  fr: `Bonjour {{ name }},

{{ content }}

Bien cordialement,

{{ company.name }}
{% if company.email != '' %}
{{ company.email }}
{% endif %}`,
}

/** What comes before and after the mail itself; null unless its place stands there exactly once. */
export function aroundContent(layout: string): { before: string; after: string } | null {
  const [before, after, ...more] = layout.split(CONTENT)
  if (before === undefined || after === undefined || more.length > 0) return null
  return { before: before.trim(), after: after.trim() }
}

/** The body with its greeting and its signature. */
export function withLayout(body: string, layout: string): string {
  const around = aroundContent(layout)
  if (!around) throw new Error('a layout without a place for the mail')
  return `${around.before}\n\n${body.trim()}\n\n${around.after}`.trim()
}

const STYLE = `
body{margin:0;padding:24px;background:#f4f5f7;color:#1c2127;font:16px/1.5 sans-serif}
main{max-width:600px;margin:0 auto;padding:24px;background:#fff;border-radius:8px}
p,ul,blockquote{margin:0 0 16px}
blockquote{padding-left:12px;border-left:3px solid #c5cbd3}
a{color:#0b57a4}
a.button{display:inline-block;padding:10px 20px;border-radius:6px;background:#0b57a4;color:#fff;text-decoration:none}
`.replaceAll('\n', '')

/** A whole page around the body; `title` is escaped already. */
export function htmlPage(title: string, body: string, language: Language): string {
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`
}
