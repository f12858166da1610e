import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Config } from '../config.ts'
import { toIso } from '../domain/instant.ts'
import { databaseState } from '../migrate.ts'
import { systemClock } from '../platform/clock.ts'
import { openSecrets } from '../platform/secrets.ts'
import { explainedDatabase, Stop } from '../stop.ts'
import type { Trailer } from './format.ts'
import { restoreBackup } from './restore-backup.ts'
import { writeBackup } from './write-backup.ts'

/** Tells two keys apart, and says nothing of either. */
const fingerprint = ({ secretKey }: Config) =>
  openSecrets(secretKey).key('backup-fingerprint').toString('hex').slice(0, 16)

/** `backup [FILE]`: the whole database in one file, while the program runs. */
export async function backupCommand(config: Config, args: string[]): Promise<void> {
  const { positionals } = read(args, {}, 'backup [FILE]')
  const now = toIso(systemClock.now())
  const name = `berth-${now.slice(0, 19).replaceAll(/[-:]/g, '').replace('T', '-')}.backup.gz`
  const file = resolve(positionals[0] ?? join(config.dataDir, 'backups', name))
  if (existsSync(file)) throw new Stop(`${file} is there already`)
  const { databaseUrl: url } = config
  // A database of an older version may be backed up before it is migrated; an empty one may not.
  const state = await databaseState(url)
  if (state.kind === 'unsupported')
    throw new Stop(`PostgreSQL ${state.version} is too old; Berth needs 15 or newer`)
  const options = { url, file, keyFingerprint: fingerprint(config), createdAt: now }
  const trailer = await explained(() => writeBackup(options))
  process.stdout.write(`${file}: ${inWords(trailer)}\n`)
}

/** `restore FILE [--replace]`: fills an empty database from a backup. */
export async function restoreCommand(config: Config, args: string[]): Promise<void> {
  const options = { replace: { type: 'boolean' }, yes: { type: 'boolean' } } as const
  const { positionals, values } = read(args, options, 'restore FILE [--replace --yes]')
  const [file] = positionals
  if (!file) throw new Stop('use: restore FILE [--replace --yes]')
  if (!existsSync(file)) throw new Stop(`there is no file ${resolve(file)}`)
  if (values.replace && !values.yes)
    throw new Stop(
      '--replace throws away what the database holds, for good; add --yes if you mean it',
    )
  const trailer = await explained(() =>
    restoreBackup({
      url: config.databaseUrl,
      file: resolve(file),
      keyFingerprint: fingerprint(config),
      replace: values.replace === true,
      restoredAt: toIso(systemClock.now()),
    }),
  )
  process.stdout.write(
    `Restored ${inWords(trailer)}. Berth starts in safe mode: nothing is sent, charged, numbered or ` +
      'delivered until an owner has confirmed.\n',
  )
}

function read(
  args: string[],
  options: Record<string, { type: 'boolean' }>,
  usage: string,
): { positionals: string[]; values: Record<string, unknown> } {
  try {
    const { positionals, values } = parseArgs({ args, options, allowPositionals: true })
    if (positionals.length <= 1) return { positionals, values }
  } catch {
    // Told below.
  }
  throw new Stop(`use: ${usage}`)
}

async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw explainedDatabase(error)
  }
}

function inWords({ tables }: Trailer): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0)
  return `${rows} rows of ${tables.length} tables`
}
