import type { Language } from '../../../platform/text.ts'

/**
 * Templates are written once, in Liquid with three marks of their own, and become a plain text and
 * an HTML template. The marks are read from the template, never from the values put into it: a
 * customer's name cannot become a link.
 *
 * - An empty line separates paragraphs; `- ` begins an entry of a list.
 * - `[[ label | address ]]` on a line of its own is a button.
 * - `<< address >>` inside a line is an address to follow.
 * - `> ` begins words of somebody else, quoted as they are.
 * - A line of Liquid tags alone (`{% if … %}`) leaves no trace.
 *
 * HTML is not among them: what a template says is escaped like the values put into it.
 */
const TAGS_ALONE = /^(\s*\{%.*?%\}\s*)+$/
const BUTTON = /^\[\[ (.+) \| (.+) \]\]$/

const ADDRESS = /<< (.+?) >>/g

/** The same marks once the words around them are escaped. */
const ESCAPED_ADDRESS = /&lt;&lt; (.+?) &gt;&gt;/g
const ESCAPED_QUOTE = '&gt; '

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

/** The template with its own words escaped for HTML; what stands in Liquid is left as it is. */
export function escapeLiterals(source: string): string {
  return source.replaceAll(/\{\{.*?\}\}|\{%.*?%\}|[&<>"]/gs, (found) => ENTITIES[found] ?? found)
}

const linesOf = (source: string) => source.trim().split('\n')

export function toTextTemplate(source: string, language: Language): string {
  const colon = language === 'fr' ? ' :' : ':'
  return linesOf(source)
    .map((line) => {
      if (TAGS_ALONE.test(line)) return line.trim()
      const button = BUTTON.exec(line)
      return `${button ? `${button[1]}${colon} ${button[2]}` : line.replaceAll(ADDRESS, '$1')}\n`
    })
    .join('')
}

export function toHtmlTemplate(source: string): string {
  return escapeLiterals(linesOf(source).join('\n'))
    .replaceAll(ESCAPED_ADDRESS, '<a href="$1">$1</a>')
    .split(/\n{2,}/)
    .map(blockToHtml)
    .join('\n')
}

function blockToHtml(block: string): string {
  const lines = block.split('\n')
  const words = lines.filter((line) => !TAGS_ALONE.test(line))
  if (words.length === 0) return lines.join('')
  if (words.every((line) => line.startsWith('- '))) {
    return wrapped('<ul>', lines, '</ul>', (line) => `<li>${line.slice(2)}</li>`)
  }
  if (words.every((line) => line.startsWith(ESCAPED_QUOTE))) {
    const quoted = (line: string) => `${line.slice(ESCAPED_QUOTE.length)}<br>`
    return wrapped('<blockquote>', lines, '</blockquote>', quoted)
  }
  return wrapped('<p>', lines, '</p>', buttonOrWords)
}

function buttonOrWords(line: string): string {
  const button = BUTTON.exec(line)
  return button ? `<a class="button" href="${button[2]}">${button[1]}</a>` : `${line}<br>`
}

/** Tags around the whole block stay outside of it, so that a condition takes all of it away. */
function wrapped(
  open: string,
  lines: readonly string[],
  close: string,
  each: (line: string) => string,
): string {
  const isTags = (line: string) => TAGS_ALONE.test(line)
  const branches = lines.some((line) => /\{% *(for|case|else) /.test(line))
  const before = lines.findIndex((line) => !isTags(line))
  const after = lines.length - 1 - lines.findLastIndex((line) => !isTags(line))
  const around = branches ? 0 : Math.min(before, after)
  const inside = lines.slice(around, lines.length - around)
  return [
    ...lines.slice(0, around),
    open,
    ...inside.map((line) => (isTags(line) ? line : each(line))),
    close,
    ...lines.slice(lines.length - around),
  ].join('')
}
