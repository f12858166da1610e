import { commands } from './commands.ts'
import { readConfig } from './config.ts'
import { Stop } from './stop.ts'

/** `node server/src/main.ts [command] [arguments]`; without a command everything in one process. */
async function main(): Promise<void> {
  const [name = 'start', ...args] = process.argv.slice(2)
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Stop(`unknown command ${name}; \`npm run berth -- help\` lists them`)
  if (command.kind === 'plain') return command.run(args)
  const read = readConfig()
  if (!read.ok) throw new Stop(read.message)
  await command.run(read.config, args)
}

main().catch((error) => {
  process.stderr.write(
    error instanceof Stop ? `berth: ${error.message}\n` : `${error?.stack ?? error}\n`,
  )
  process.exit(1)
})
