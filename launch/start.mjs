import { runBerth } from './run-berth.mjs'

await runBerth({ args: process.argv.slice(2), web: true, isExclusive: true })
