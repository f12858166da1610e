import { parseArgs } from 'node:util'
import { automation } from './automation/group.ts'
import { delivery } from './delivery/group.ts'
import { services } from './services/group.ts'
import { smoke } from './smoke/group.ts'

/** What was asked for on the command line. */
export interface Wish {
  /** Services in the database; empty: the group's own sizes. */
  sizes: number[]
  /** How long each round of requests lasts. */
  seconds: number
}

const GROUPS: Readonly<Record<string, (wish: Wish) => Promise<void>>> = {
  smoke,
  services,
  delivery,
  automation,
}

/** `npm run -s bench -- <group> [--size 10000,100000] [--seconds n]`: exit code 0 = every figure. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { size: { type: 'string' }, seconds: { type: 'string', default: '2' } },
  })
  const known = Object.keys(GROUPS).join(', ')
  if (positionals.length === 0) throw new Error(`name a group: ${known}`)
  const sizes = values.size === undefined ? [] : values.size.split(',').map(Number)
  const seconds = Number(values.seconds)
  if ([...sizes, seconds].some((number) => !(number > 0)))
    throw new Error('--size and --seconds take numbers above 0')
  for (const name of positionals) {
    const group = GROUPS[name]
    if (!group) throw new Error(`there is no group ${name}; there are ${known}`)
    await group({ sizes, seconds })
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`bench: ${error instanceof Error ? error.stack : error}\n`)
  process.exitCode = 1
})
