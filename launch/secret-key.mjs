import { randomBytes } from 'node:crypto'
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/**
 * The key that secrets in the database are encrypted with: `BERTH_SECRET_KEY`, else one kept in
 * the data folder, made at the first start. Without it those secrets cannot be read any more, so
 * it belongs in the backup, but not beside the database's.
 */
export function secretKey(dataDir) {
  if (process.env.BERTH_SECRET_KEY) return process.env.BERTH_SECRET_KEY
  const file = join(dataDir, 'secret-key')
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, randomBytes(32).toString('base64url'), { mode: 0o600 })
  try {
    linkSync(mine, file)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    rmSync(mine, { force: true })
  }
  return readFileSync(file, 'utf8').trim()
}
