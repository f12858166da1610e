import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { type Answer, type Call, conflict, daemonAway, onServer, type Route } from './answers.ts'
import * as shapes from './schemas.ts'
import { source } from './schemas.ts'
import type { ServerRow } from './state.ts'
import { pageOf } from './views.ts'

/** app/Http/Middleware/Api/Client/Server/AuthenticateServerAccess.php: what is held back is refused. */
function onReadyServer<Body>(
  answer: (server: ServerRow, call: Call<Body>) => Answer,
): (call: Call<Body>) => Answer {
  return onServer<Body>((server, call) => {
    if (server.status === 'suspended') {
      return conflict(
        'This server is currently suspended and the functionality requested is unavailable.',
      )
    }
    if (server.status !== null) {
      return conflict(
        'This server has not yet completed its installation process, please try again later.',
      )
    }
    return call.state.daemonAway ? daemonAway() : answer(server, call)
  })
}

const MIB = 1024 * 1024
const AT = '2025-03-10T12:00:00+00:00'

function statsOf(server: ServerRow) {
  const running = server.power === 'running'
  return {
    object: 'stats',
    attributes: {
      current_state: server.power,
      is_suspended: false,
      resources: {
        memory_bytes: running ? Math.floor(server.limits.memory / 2) * MIB : 0,
        cpu_absolute: running ? 12.345 : 0,
        disk_bytes: 700 * MIB,
        network_rx_bytes: 1000,
        network_tx_bytes: 2000,
        uptime: running ? 61_000 : 0,
      },
    },
  }
}

function backupView({ uuid, name }: { uuid: string; name: string }) {
  const attributes = {
    uuid,
    is_successful: true,
    is_locked: false,
    name,
    ignored_files: [],
    checksum: 'sha1:00',
    bytes: 123_456,
    created_at: AT,
    completed_at: AT,
  }
  return { object: 'backup', attributes }
}

function fileView(name: string) {
  const attributes = {
    name,
    mode: '-rw-r--r--',
    mode_bits: '644',
    size: 10,
    is_file: true,
    is_symlink: false,
    mimetype: 'text/plain; charset=utf-8',
    created_at: AT,
    modified_at: AT,
  }
  return { object: 'file_object', attributes }
}

/** The client API as far as it is used. */
export const CLIENT_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/account',
    source: source('app/Http/Controllers/Api/Client/AccountController.php'),
    answers: shapes.account,
    answer({ state }) {
      const admin = state.clientIsAdmin
      const who = { id: 1, admin, username: 'admin', email: 'admin@example.test' }
      const name = { first_name: 'Ada', last_name: 'Min', language: 'en' }
      return { status: 200, body: { object: 'user', attributes: { ...who, ...name } } }
    },
  },
  {
    method: 'GET',
    path: '/servers/*/resources',
    source: source('app/Http/Controllers/Api/Client/Servers/ResourceUtilizationController.php'),
    answers: shapes.stats,
    answer: onReadyServer((server) => ({ status: 200, body: statsOf(server) })),
  },
  {
    method: 'POST',
    path: '/servers/*/power',
    source: source('app/Http/Controllers/Api/Client/Servers/PowerController.php'),
    request: shapes.powerRequest,
    answers: null,
    answer: onReadyServer<z.output<typeof shapes.powerRequest>>((server, { body }) => {
      server.power = body.signal === 'start' || body.signal === 'restart' ? 'running' : 'offline'
      return { status: 204 }
    }),
  },
  {
    method: 'GET',
    path: '/servers/*/backups',
    source: source('app/Http/Controllers/Api/Client/Servers/BackupController.php'),
    answers: shapes.backups,
    answer: onReadyServer((server, { query }) => {
      const page = pageOf(server.backups.map(backupView), query, 20)
      const meta = { backup_count: server.backups.length, ...page.meta }
      return { status: 200, body: { ...page, meta } }
    }),
  },
  {
    method: 'POST',
    path: '/servers/*/backups',
    source: source('app/Http/Requests/Api/Client/Servers/Backups/StoreBackupRequest.php'),
    request: shapes.backupRequest,
    answers: shapes.backup,
    answer: onReadyServer<z.output<typeof shapes.backupRequest>>((server, { body }) => {
      const backup = { uuid: randomUUID(), name: body.name ?? `Backup at ${AT}` }
      server.backups.push(backup)
      return { status: 200, body: backupView(backup) }
    }),
  },
  {
    method: 'GET',
    path: '/servers/*/databases',
    source: source('app/Http/Controllers/Api/Client/Servers/DatabaseController.php'),
    answers: shapes.list(shapes.database),
    answer: onReadyServer((server) => {
      const attributes = {
        id: 'abcd1234',
        host: { address: 'db.example.test', port: 3306 },
        name: `s${server.id}_data`,
        username: `u${server.id}`,
        connections_from: '%',
        max_connections: 0,
      }
      return {
        status: 200,
        body: { object: 'list', data: [{ object: 'server_database', attributes }] },
      }
    }),
  },
  {
    method: 'GET',
    path: '/servers/*/files/list',
    source: source('app/Http/Controllers/Api/Client/Servers/FileController.php'),
    query: ['directory'],
    answers: shapes.list(shapes.file),
    answer: onReadyServer((server) => {
      return { status: 200, body: { object: 'list', data: server.files.map(fileView) } }
    }),
  },
  {
    method: 'POST',
    path: '/servers/*/files/delete',
    source: source('app/Http/Requests/Api/Client/Servers/Files/DeleteFileRequest.php'),
    request: shapes.fileDeletion,
    answers: null,
    answer: onReadyServer<z.output<typeof shapes.fileDeletion>>((server, { body }) => {
      server.files = server.files.filter((file) => !body.files.includes(file))
      return { status: 204 }
    }),
  },
]
