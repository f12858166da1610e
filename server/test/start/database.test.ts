import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, test } from 'node:test'
import pg from 'pg'
import { migrateDatabase } from '../../src/migrate.ts'
import { cloneDatabase, dropDatabase } from '../app.ts'
import { startOldPostgres } from './old-postgres.ts'
import { refusal, runMain, startMain } from './run-main.ts'

const migrated = await cloneDatabase()
after(() => dropDatabase(migrated))

async function onDatabase(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement)
  await client.end()
}

/** The URL of the migrated database with some of its parts replaced. */
function changed(parts: Partial<Pick<URL, 'username' | 'password' | 'port' | 'pathname'>>): string {
  return Object.assign(new URL(migrated), parts).href
}

/** A database without anything in it. */
async function emptyDatabase(): Promise<string> {
  const name = `t_${randomBytes(8).toString('hex')}`
  await onDatabase(changed({ pathname: '/postgres' }), `create database ${name}`)
  const url = changed({ pathname: `/${name}` })
  after(() => dropDatabase(url))
  return url
}

/** A user who may connect and nothing else. */
async function makeGuest(): Promise<{ username: string; password: string }> {
  const username = `guest_${randomBytes(8).toString('hex')}`
  await onDatabase(migrated, `create role ${username} login password 'guest'`)
  after(() => onDatabase(changed({ pathname: '/postgres' }), `drop role ${username}`))
  return { username, password: 'guest' }
}

async function somethingElse(): Promise<string> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  after(() => server.close())
  return String((server.address() as AddressInfo).port)
}

const cannotBeUsed = (reason: string) => refusal(`DATABASE_URL cannot be used: ${reason}`)
const start = (DATABASE_URL: string, command = 'start') => runMain([command], { DATABASE_URL })

test('a DATABASE_URL where nothing answers', async () => {
  assert.deepEqual(await start(changed({ port: '1' })), cannotBeUsed('nothing answers there'))
})

test('a DATABASE_URL where something else answers', async () => {
  const { code, err } = await start(changed({ port: await somethingElse() }))
  assert.equal(code, 1)
  assert.match(err, /^berth: DATABASE_URL cannot be used: .+\n$/)
})

test('a database that does not exist', async () => {
  const ended = await start(changed({ pathname: '/no_such_database' }))
  assert.deepEqual(ended, cannotBeUsed('that database does not exist'))
})

test('a wrong password, which is not repeated', async () => {
  const { username } = await makeGuest()
  const ended = await start(changed({ username, password: 'a wrong one' }))
  assert.deepEqual(ended, cannotBeUsed('the user or the password is wrong'))
})

test('a user who may not make tables', async () => {
  const guest = await makeGuest()
  const ended = await start(
    changed({ ...guest, pathname: new URL(await emptyDatabase()).pathname }),
  )
  assert.deepEqual(ended, cannotBeUsed('this user may not create schemas and tables there'))
})

test('a PostgreSQL from before 15', async () => {
  const url = await startOldPostgres({ number: '140011', text: '14.11' })
  assert.deepEqual(
    await start(url),
    refusal('PostgreSQL 14.11 is too old; Berth needs 15 or newer'),
  )
})

test('an older database, for a part that does not migrate; `migrate` and `start` do', async () => {
  const empty = await emptyDatabase()
  const advice = 'run `npm run berth -- migrate`, or `npm start`, which does it first'
  const older = refusal(`the database is older than this version of Berth; ${advice}`)
  assert.deepEqual(await start(empty, 'web'), older)
  assert.deepEqual(await start(empty, 'worker'), older)
  assert.deepEqual(await start(empty, 'migrate'), { code: 0, out: '', err: '' })
  const web = startMain(['web'], { DATABASE_URL: empty })
  await web.said('Berth is ready at ')
})

test('a database without the queue of a job', async () => {
  const url = await emptyDatabase()
  await migrateDatabase(url)
  await onDatabase(url, `delete from pgboss.queue where name = 'mail.write'`)
  assert.match((await start(url, 'worker')).err, /^berth: the database is older than this version/)
  assert.deepEqual(await start(url, 'migrate'), { code: 0, out: '', err: '' })
})

test('a database of a newer version, whatever is started', async () => {
  const url = await emptyDatabase()
  await migrateDatabase(url)
  await onDatabase(
    url,
    `insert into drizzle.__drizzle_migrations (hash, created_at) values ('later', 99999999999999)`,
  )
  const newer = refusal('the database was made by a newer version of Berth; start that version')
  for (const command of ['start', 'web', 'migrate'])
    assert.deepEqual(await start(url, command), newer)
})
