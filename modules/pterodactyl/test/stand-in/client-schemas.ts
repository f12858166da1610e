import { z } from 'zod'
import { id, item, moment, pagination } from './envelope.ts'

/** app/Transformers/Api/Client/AccountTransformer.php */
export const account = item(
  'user',
  z.strictObject({
    id,
    admin: z.boolean(),
    username: z.string(),
    email: z.email(),
    first_name: z.string(),
    last_name: z.string(),
    language: z.string(),
  }),
)

/** app/Transformers/Api/Client/StatsTransformer.php; states of wings' environment/environment.go. */
export const stats = item(
  'stats',
  z.strictObject({
    current_state: z.enum(['offline', 'starting', 'running', 'stopping']),
    is_suspended: z.boolean(),
    resources: z.strictObject({
      memory_bytes: z.int(),
      cpu_absolute: z.number(),
      disk_bytes: z.int(),
      network_rx_bytes: z.int(),
      network_tx_bytes: z.int(),
      uptime: z.int(),
    }),
  }),
)

/** app/Http/Requests/Api/Client/Servers/SendPowerRequest.php */
export const powerRequest = z.strictObject({
  signal: z.enum(['start', 'stop', 'restart', 'kill']),
})

/** app/Transformers/Api/Client/BackupTransformer.php */
export const backup = item(
  'backup',
  z.strictObject({
    uuid: z.uuid(),
    is_successful: z.boolean(),
    is_locked: z.boolean(),
    name: z.string(),
    ignored_files: z.array(z.string()),
    checksum: z.string().nullable(),
    bytes: z.int(),
    created_at: moment,
    completed_at: moment.nullable(),
  }),
)
/** app/Http/Controllers/Api/Client/Servers/BackupController.php: index adds `backup_count`. */
export const backups = z.strictObject({
  object: z.literal('list'),
  data: z.array(backup),
  meta: z.strictObject({ backup_count: z.int(), pagination }),
})
/** app/Http/Requests/Api/Client/Servers/Backups/StoreBackupRequest.php */
export const backupRequest = z.strictObject({
  name: z.string().max(191).nullable().optional(),
  is_locked: z.boolean().nullable().optional(),
  ignored: z.string().nullable().optional(),
})

/** app/Transformers/Api/Client/DatabaseTransformer.php */
export const database = item(
  'server_database',
  z.strictObject({
    id: z.string(),
    host: z.strictObject({ address: z.string(), port: z.int() }),
    name: z.string(),
    username: z.string(),
    connections_from: z.string(),
    max_connections: z.int().nullable(),
  }),
)

/** app/Transformers/Api/Client/FileObjectTransformer.php (transformer of wings' listing) */
export const file = item(
  'file_object',
  z.strictObject({
    name: z.string(),
    mode: z.string(),
    mode_bits: z.string(),
    size: z.int(),
    is_file: z.boolean(),
    is_symlink: z.boolean(),
    mimetype: z.string(),
    created_at: moment,
    modified_at: moment,
  }),
)
/** app/Http/Requests/Api/Client/Servers/Files/DeleteFileRequest.php */
export const fileDeletion = z.strictObject({
  root: z.string(),
  files: z.array(z.string()).min(1),
})
