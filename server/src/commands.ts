import { adminCommand, apiKeyCommand } from './account-commands.ts'
import { backupCommand, restoreCommand } from './backup/backup-commands.ts'
import type { Config } from './config.ts'
import { demoCommand } from './demo/demo-command.ts'
import { doctorCommand } from './doctor/doctor-command.ts'
import { printHelp } from './help.ts'
import { moduleCommand } from './modules/write-module.ts'
import { printOpenApi } from './openapi.ts'
import { prepareDatabase } from './prepare-database.ts'
import { runProcess } from './run-process.ts'

type Command =
  | { kind: 'plain'; run(args: string[]): Promise<void> }
  | { kind: 'configured'; run(config: Config, args: string[]): Promise<void> }

/** What `npm run berth -- …` can do. */
export const commands: Record<string, Command> = {
  start: {
    kind: 'configured',
    run: (config) => runProcess(config, { web: true, worker: true, migrate: true }),
  },
  web: { kind: 'configured', run: (config) => runProcess(config, { web: true }) },
  worker: { kind: 'configured', run: (config) => runProcess(config, { worker: true }) },
  migrate: { kind: 'configured', run: (config) => prepareDatabase(config, { migrate: true }) },
  admin: { kind: 'configured', run: adminCommand },
  'api-key': { kind: 'configured', run: apiKeyCommand },
  demo: { kind: 'configured', run: demoCommand },
  backup: { kind: 'configured', run: backupCommand },
  restore: { kind: 'configured', run: restoreCommand },
  doctor: { kind: 'configured', run: doctorCommand },
  module: { kind: 'plain', run: moduleCommand },
  openapi: { kind: 'plain', run: printOpenApi },
  help: { kind: 'plain', run: printHelp },
  '--help': { kind: 'plain', run: printHelp },
}
