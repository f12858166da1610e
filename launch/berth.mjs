import { runBerth } from './run-berth.mjs'

const WITH_DATABASE = {}

/** What the launcher must know of a command. One that it does not know gets no database. */
const COMMANDS = {
  start: { web: true, isExclusive: true },
  web: { web: true },
  demo: { web: true, isExclusive: true, dataFolder: 'data/demo' },
  worker: WITH_DATABASE,
  migrate: WITH_DATABASE,
  admin: WITH_DATABASE,
  'api-key': WITH_DATABASE,
  backup: WITH_DATABASE,
  restore: WITH_DATABASE,
  doctor: WITH_DATABASE,
}

const args = process.argv.slice(2)
const [name = 'help'] = args
const part = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : { needsDatabase: false }
await runBerth({ args: args.length > 0 ? args : [name], ...part })
