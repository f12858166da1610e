import type { Variables } from '../catalogue/variable.ts'
import { type Fault, find } from './check-names.ts'

/** The address of a button, and of a link inside a line. */
const BUTTON = /^\[\[ (.+) \| (.+) \]\]$/
const ADDRESS = /<< (.+?) >>/g
const ONE_NAME = /^\{\{-?\s*([\w.]+)\s*-?\}\}$/
/** Of somebody's site or mail box, as it stands there. */
const IN_FULL = /^(https?:\/\/|mailto:)[^\s{}"'<>]+$/

/** Addresses that are neither the mail's own nor written out; somebody's words never make one. */
export function checkLinks(source: string, scope: Variables): Fault[] {
  return source.split('\n').flatMap((line, index) => {
    const button = BUTTON.exec(line)?.[2]
    const inLine = [...line.matchAll(ADDRESS)].map((found) => found[1] ?? '')
    const addresses = button === undefined ? inLine : [button]
    return addresses
      .filter((address) => !isGood(address.trim(), scope))
      .map((address) => ({
        code: 'template_link',
        line: index + 1,
        params: { address: address.trim() },
      }))
  })
}

function isGood(address: string, scope: Variables): boolean {
  const name = ONE_NAME.exec(address)?.[1]
  if (name === undefined) return IN_FULL.test(address) && URL.canParse(address)
  return find(name.split('.'), scope)?.kind === 'link'
}
