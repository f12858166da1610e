import type { Config } from './config.ts'
import { databaseState, migrateDatabase } from './migrate.ts'
import { explainedDatabase, Stop } from './stop.ts'

/** Makes sure that the database fits this code: migrates it, or says in one sentence why not. */
export async function prepareDatabase(
  config: Config,
  options: { migrate?: boolean },
): Promise<void> {
  try {
    const state = await databaseState(config.databaseUrl)
    switch (state.kind) {
      case 'unsupported':
        throw new Stop(`PostgreSQL ${state.version} is too old; Berth needs 15 or newer`)
      case 'newer':
        throw new Stop('the database was made by a newer version of Berth; start that version')
      case 'older':
        if (!options.migrate) {
          throw new Stop(
            'the database is older than this version of Berth; run `npm run berth -- migrate`, or `npm start`, which does it first',
          )
        }
        return await migrateDatabase(config.databaseUrl)
      case 'current':
        return
    }
  } catch (error) {
    throw explainedDatabase(error)
  }
}
