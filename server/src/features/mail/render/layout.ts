import type { Language } from '../../../platform/text.ts'
import type { Template } from './template.ts'

/** What stands around every mail: whom it greets, who writes. */
export const LAYOUT: Record<Language, { before: string; after: string }> = {
  en: {
    before: 'Hello {{ name }},',
    after: `Kind regards,

{{ company.name }}
{% if company.email != '' %}
{{ company.email }}
{% endif %}`,
  },
  fr: {
    before: 'Bonjour {{ name }},',
    after: `Bien cordialement,

{{ company.name }}
{% if company.email != '' %}
{{ company.email }}
{% endif %}`,
  },
}

/** The template with its greeting and its signature. */
export function withLayout(template: Template, language: Language): string {
  const { before, after } = LAYOUT[language]
  return `${before}\n\n${template[language].body.trim()}\n\n${after}`
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
