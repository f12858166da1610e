/** How far an installation has come: confirmations first, then the run epoch. */
export interface Progress {
  confirmations: number
  epoch: number
}

/** What tells one database from a copy of it. */
export interface DatabaseIdentity {
  /** Of the whole cluster; null where the server does not say. */
  systemId: string | null
  databaseOid: string
  /** Of the table `installation`: a dump that is restored in place makes it anew. */
  tableOid: string
}

/** What tells one data folder from a copy of it. */
export interface Place {
  /** The machine's own id; null in containers, which have none. */
  machineId: string | null
  path: string
  inode: string
}

/** What `installation.json` in the data folder says. */
export interface Mirror extends Progress {
  installationId: string
  place: Place
  /** Read from another file than it was written to, in the same place: it was put back. */
  isCopied?: boolean
}

/** What the database's row says. */
export interface Row extends Progress {
  installationId: string
  identity: DatabaseIdentity
}

export const SUSPICIONS = [
  /** The database stands where it had been before: an older backup was restored. */
  'older_backup',
  /** The row was written in another database: this one is a copy, or was restored from a dump. */
  'database_copied',
  /** The data folder was written elsewhere: it is a copy, or was moved. */
  'folder_copied',
  /** The data folder was put back where it had been, from a copy of an earlier day. */
  'folder_restored',
  /** The folder or the configuration belong to another installation. */
  'other_installation',
  /** Nothing here has seen this database before, and nothing else is at work on it. */
  'unknown_here',
  /** `berth restore` filled the database. */
  'restored',
] as const
export type SuspicionCode = (typeof SUSPICIONS)[number]

/** Why somebody must look before anything runs, with what was compared. */
export interface Suspicion {
  code: SuspicionCode
  expected?: string
  found?: string
}

export interface Evidence {
  /** Null in a database that no process of this version has been started on. */
  row: Row | null
  identity: DatabaseIdentity
  /** Null for a data folder without one. */
  mirror: Mirror | null
  /** Null where no data folder is kept. */
  place: Place | null
  /** BERTH_INSTALLATION_ID; null when it is not set. */
  configuredId: string | null
  /** Another process is at work on this very database. */
  othersAlive: boolean
  /** The database has customers. */
  hasBooks: boolean
}

/**
 * Whether a process may take up work. Doubt is decided for safe mode: a needless question costs an
 * owner a minute, a copy that sends, charges and numbers beside the original cannot be taken back.
 * Whatever already runs on the very same database vouches for it: only the folder can differ then.
 */
export function judge(evidence: Evidence): Suspicion | null {
  const { row, mirror, configuredId, othersAlive } = evidence
  if (!row) return judgeNew(evidence)
  const elsewhere = anotherDatabase(row.identity, evidence.identity)
  if (elsewhere) return elsewhere
  if (configuredId !== null) {
    if (configuredId === row.installationId) return null
    return { code: 'other_installation', expected: configuredId, found: row.installationId }
  }
  if (othersAlive && mirror?.installationId !== row.installationId) return null
  if (!mirror) return evidence.place === null ? null : { code: 'unknown_here' }
  if (mirror.installationId !== row.installationId)
    return {
      code: 'other_installation',
      expected: mirror.installationId,
      found: row.installationId,
    }
  if (isBehind(row, mirror))
    return { code: 'older_backup', expected: inWords(mirror), found: inWords(row) }
  if (othersAlive) return null
  return anotherPlace(mirror.place, evidence.place) ?? putBack(mirror)
}

/** A first start. A folder that knows an installation beside a database that does not is a restore. */
function judgeNew({ mirror, hasBooks }: Evidence): Suspicion | null {
  return mirror && hasBooks ? { code: 'older_backup', expected: inWords(mirror) } : null
}

/** True when the database has not come as far as was seen before. */
export function isBehind(row: Progress, seen: Progress): boolean {
  if (row.confirmations !== seen.confirmations) return row.confirmations < seen.confirmations
  return row.epoch < seen.epoch
}

const inWords = ({ confirmations, epoch }: Progress) => `${confirmations}.${epoch}`

function anotherDatabase(known: DatabaseIdentity, here: DatabaseIdentity): Suspicion | null {
  const sameCluster =
    known.systemId === null || here.systemId === null || known.systemId === here.systemId
  const isSame =
    sameCluster && known.databaseOid === here.databaseOid && known.tableOid === here.tableOid
  const text = (one: DatabaseIdentity) =>
    `${one.systemId ?? '?'}/${one.databaseOid}/${one.tableOid}`
  return isSame ? null : { code: 'database_copied', expected: text(known), found: text(here) }
}

/** Folder and database of one day agree with each other, and with nothing that came after it. */
function putBack({ isCopied }: Mirror): Suspicion | null {
  return isCopied ? { code: 'folder_restored' } : null
}

function anotherPlace(known: Place, here: Place | null): Suspicion | null {
  if (!here) return null
  const sameMachine =
    known.machineId === null || here.machineId === null || known.machineId === here.machineId
  if (sameMachine && known.path === here.path && known.inode === here.inode) return null
  return { code: 'folder_copied', expected: known.path, found: here.path }
}
