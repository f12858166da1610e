import { runBerth } from './run-berth.mjs'

/** What the launcher must know of a command; the others need packages and a database only. */
const COMMANDS = {
  web: { web: true },
  demo: { web: true, isExclusive: true, dataFolder: 'data/demo' },
  openapi: { needsDatabase: false },
  help: { needsDatabase: false },
  '--help': { needsDatabase: false },
}

const args = process.argv.slice(2)
await runBerth({ args: args.length > 0 ? args : ['help'], ...COMMANDS[args[0] ?? 'help'] })
