import type pg from 'pg'
import type { Context } from '../../context.ts'
import { instantFromSql, instantToSql } from '../../platform/columns.ts'
import { newId } from '../../platform/ids.ts'
import {
  type DatabaseIdentity,
  type Evidence,
  judge,
  type Mirror,
  type Place,
  type Progress,
  type Row,
  type Suspicion,
} from './judge.ts'
import { placeOf, readMirror } from './mirror.ts'
import type { SafeModeState } from './safe-mode.ts'

/** Advisory lock keys: one start is judged at a time; whoever is at work holds the second. */
const STARTS = 7_239_043
const AT_WORK = 7_239_044

/** Where this process keeps its mirror; null where no data folder is kept. */
export function mirrorFolder({ config }: Pick<Context, 'config'>): string | null {
  return config.installationId === null && config.keepsDataDir ? config.dataDir : null
}

/** What a process knows of its installation while it runs. */
export interface Run extends Progress {
  installationId: string
  identity: DatabaseIdentity
  /** Null where no mirror is kept. */
  folder: string | null
  place: Place | null
  safeMode: SafeModeState | null
}

interface Stored {
  row: Row
  safeMode: SafeModeState | null
}

/**
 * Judges a start (or a connection that came back) and raises the run epoch, in one transaction of
 * the session that then holds the sign of being at work. What is suspect puts the whole
 * installation into safe mode, for all processes. Throws as PostgreSQL does.
 */
export async function beginRun(client: pg.Client, ctx: Context): Promise<Run> {
  const folder = mirrorFolder(ctx)
  const place = folder === null ? null : placeOf(folder)
  const mirror = folder === null ? null : readMirror(folder)
  await client.query('begin')
  try {
    await client.query('select pg_advisory_xact_lock($1)', [STARTS])
    const identity = await readIdentity(client)
    const stored = await readStored(client)
    const evidence: Evidence = {
      row: stored?.row ?? null,
      identity,
      mirror,
      place,
      configuredId: ctx.config.installationId,
      othersAlive: stored?.safeMode === null && (await othersAtWork(client)),
      hasBooks: (await client.query('select 1 from customers limit 1')).rows.length > 0,
    }
    const suspicion = stored?.safeMode ? null : judge(evidence)
    if (!stored) await insertRow(client, { ctx, identity, mirror })
    const row = await raise(client, { seen: mirror, suspicion, now: ctx.clock.now() })
    await client.query('select pg_advisory_lock_shared($1)', [AT_WORK])
    await client.query('commit')
    const { confirmations, epoch, installationId } = row.row
    return {
      ...{ confirmations, epoch, installationId },
      ...{ identity, folder, place, safeMode: row.safeMode },
    }
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

/** What the row says, with what the database is called here; null before the first start. */
export async function readStored(client: Pick<pg.Client, 'query'>): Promise<Stored | null> {
  const { rows } = await client.query(`
    select id, confirmations, run_epoch, system_id, database_oid, table_oid,
      safe_since::text as safe_since, safe_because, copy_since is not null as is_copy
    from installation`)
  const [row] = rows
  return row ? storedOf(row) : null
}

function storedOf(row: Record<string, unknown>): Stored {
  return {
    row: {
      installationId: String(row.id),
      confirmations: Number(row.confirmations),
      epoch: Number(row.run_epoch),
      identity: {
        systemId: row.system_id === null ? null : String(row.system_id),
        databaseOid: String(row.database_oid),
        tableOid: String(row.table_oid),
      },
    },
    safeMode:
      row.safe_since === null
        ? null
        : {
            since: instantFromSql(row.safe_since),
            because: row.safe_because as Suspicion,
            isCopy: Boolean(row.is_copy),
          },
  }
}

/** A managed server may refuse to name its cluster; the rest is told everywhere. */
export async function readIdentity(client: Pick<pg.Client, 'query'>): Promise<DatabaseIdentity> {
  const { rows } = await client.query(`
    select d.oid::text as database_oid, 'installation'::regclass::oid::text as table_oid,
      has_function_privilege('pg_catalog.pg_control_system()', 'execute') as tells
    from pg_database d where d.datname = current_database()`)
  const { database_oid: databaseOid, table_oid: tableOid, tells } = rows[0] ?? {}
  return { systemId: tells ? await readSystemId(client) : null, databaseOid, tableOid }
}

async function readSystemId(client: Pick<pg.Client, 'query'>): Promise<string | null> {
  const { rows } = await client.query(
    'select system_identifier::text as id from pg_catalog.pg_control_system()',
  )
  return rows[0]?.id ?? null
}

async function othersAtWork(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query(
    `select 1 from pg_locks l join pg_database d on d.oid = l.database
     where d.datname = current_database() and l.locktype = 'advisory' and l.granted
       and l.classid = 0 and l.objid = $1 and l.objsubid = 1 and l.pid <> pg_backend_pid() limit 1`,
    [AT_WORK],
  )
  return rows.length > 0
}

interface NewRow {
  ctx: Context
  identity: DatabaseIdentity
  mirror: Mirror | null
}

async function insertRow(client: pg.Client, { ctx, identity }: NewRow): Promise<void> {
  const { systemId, databaseOid, tableOid } = identity
  await client.query(
    `insert into installation (id, system_id, database_oid, table_oid, created_at)
     values ($1, $2, $3, $4, $5)`,
    [
      ctx.config.installationId ?? newId(),
      systemId,
      databaseOid,
      tableOid,
      instantToSql(ctx.clock.now()),
    ],
  )
}

interface Raise {
  /** How far the mirror had seen it come; kept, so that a confirmation goes beyond it. */
  seen: Progress | null
  suspicion: Suspicion | null
  now: number
}

async function raise(client: pg.Client, { seen, suspicion, now }: Raise): Promise<Stored> {
  const { rows } = await client.query(
    `update installation set run_epoch = run_epoch + 1,
       confirmations = greatest(confirmations, case when $1::jsonb is null then 0 else $2::int end),
       safe_since = case when $1::jsonb is null then safe_since else $3::timestamptz end,
       safe_because = coalesce($1::jsonb, safe_because)
     returning id, confirmations, run_epoch, system_id, database_oid, table_oid,
       safe_since::text as safe_since, safe_because, copy_since is not null as is_copy`,
    [
      suspicion === null ? null : JSON.stringify(suspicion),
      seen?.confirmations ?? 0,
      instantToSql(now),
    ],
  )
  const [row] = rows
  if (!row) throw new Error('no installation row')
  return storedOf(row)
}
