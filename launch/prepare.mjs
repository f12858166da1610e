import { buildWeb } from './build-web.mjs'
import { installPackages } from './install-packages.mjs'
import { findNode } from './node-runtime.mjs'
import { ROOT } from './root.mjs'

/** Messages of the launcher go to stderr: stdout belongs to what the command answers. */
export const log = (line) => process.stderr.write(`berth: ${line}\n`)

/** Everything a part of Berth needs before it can run: packages, a Node, the web app if asked. */
export async function prepare({ web }) {
  installPackages({ root: ROOT, log })
  findNode()
  if (web) await buildWeb({ root: ROOT, log })
}
