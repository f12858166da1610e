import { isAbsolute, relative } from 'node:path'
import { ROOT } from './root.mjs'

const MOST_CHARACTERS = 3000
const MOST_LINES = 40
const MOST_ERRORS = 10
const MOST_NAMES = 40

/** The beginning and the end of a long text: a cause stands last. */
function cut(text) {
  const short =
    text.length <= MOST_CHARACTERS
      ? text
      : `${text.slice(0, (MOST_CHARACTERS * 2) / 3)}\n…\n${text.slice(-MOST_CHARACTERS / 3)}`
  const lines = short.split('\n')
  if (lines.length <= MOST_LINES) return lines
  return [...lines.slice(0, (MOST_LINES * 3) / 4), '…', ...lines.slice(-MOST_LINES / 4)]
}

const placeOf = ({ file = '', name }) =>
  `${isAbsolute(file) ? relative(ROOT, file) : file} › ${name}`.slice(0, 300)

/**
 * What somebody who sees only the end of a run needs: each error, cut, and then every name. Empty
 * when nothing failed.
 *
 * @param {import('./test-result.mjs').Result} result
 */
export function writeRecap({ failures }) {
  if (failures.length === 0) return ''
  const errors = failures
    .slice(0, MOST_ERRORS)
    .flatMap((failure) => ['', placeOf(failure), ...cut(failure.error).map((line) => `  ${line}`)])
  const names = failures.slice(0, MOST_NAMES).map((failure) => `  ${placeOf(failure)}`)
  const more = failures.length - names.length
  const lines = [...errors, '', `failed: ${failures.length}`, ...names]
  if (more > 0) lines.push(`  and ${more} more`)
  return `${lines.join('\n')}\n`
}
