import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'drizzle-orm'
import { z } from 'zod'
import { startTestApp } from '../../../test/app.ts'
import { systemEnv } from '../../../test/factories/customer.ts'
import type { Db, Tx } from '../../platform/db.ts'
import { inSavepoint, inTransaction } from '../../platform/transaction.ts'
import { businessSettings } from './business.ts'
import { allSections, defineSettings, openSetting, readSettings } from './sections.ts'
import { writeSettings } from './write-settings.ts'

/** A section as a feature declares it, with a secret. */
const relay = defineSettings(
  'test_relay',
  z.object({
    host: z.string().max(100).default(''),
    port: z.int().min(1).max(65535).default(25),
    password: z.string().max(20).default(''),
  }),
  ['password'],
)

const app = await startTestApp()
const owner = await app.staff()
const url = (section: string) => `/api/v1/admin/settings/${section}`

test('a section is complete before anything was stored, with a form in both languages', async () => {
  const answer = await owner.get(url('business'))
  assert.equal(answer.status, 200)
  assert.equal(answer.body.version, 0)
  assert.equal(answer.body.values.timeZone, 'Europe/Paris')
  assert.deepEqual(answer.body.form.properties.country.label, { en: 'Country', fr: 'Pays' })
})

test('every field of every section has its label in both languages', async () => {
  const missing: string[] = []
  for (const { section } of (await owner.get('/api/v1/admin/settings')).body.items) {
    if (section === relay.name) continue
    const { form } = (await owner.get(url(section))).body
    const fields = Object.entries<{ label?: Record<string, string> }>(form.properties)
    for (const [name, { label }] of fields) {
      if (!label?.en || !label.fr) missing.push(`${section}.${name}`)
    }
  }
  assert.deepEqual(missing, [])
})

test('a change is in force at once and in the history, with what was before', async () => {
  const { version, values } = (await owner.get(url('business'))).body
  const put = await owner.put(url('business'), { version, values: { ...values, city: 'Lyon' } })
  assert.deepEqual([put.status, put.body.version], [200, version + 1])
  assert.equal((await readSettings(app.ctx.db, businessSettings)).city, 'Lyon')
  const history = await owner.get('/api/v1/admin/history?subject=settings&subjectId=business')
  assert.deepEqual(history.body.items[0].before, { city: '' })
  assert.deepEqual(history.body.items[0].after, { city: 'Lyon' })
})

test('a transaction reads a section once, and again after it wrote it', async () => {
  const cityOf = async (db: Db | Tx) => (await readSettings(db, businessSettings)).city
  const { version, values } = (await owner.get(url('business'))).body
  await inTransaction(app.ctx, async (tx) => {
    const before = await cityOf(tx)
    const elsewhere = await owner.put(url('business'), {
      version,
      values: { ...values, city: 'Metz' },
    })
    assert.equal(elsewhere.status, 200)
    assert.deepEqual([await cityOf(tx), await cityOf(app.ctx.db)], [before, 'Metz'])
    await assert.rejects(
      inSavepoint(tx, async (inner) => {
        assert.equal(await cityOf(inner), before)
        await writeSettings(inner, systemEnv(app.ctx), businessSettings, {
          ...{ version: version + 1, values: { ...values, city: 'Dijon' } },
        })
        assert.equal(await cityOf(inner), 'Dijon')
        throw new Error('undone')
      }),
      /undone/,
    )
    assert.equal(await cityOf(tx), 'Metz')
    await inSavepoint(tx, async (inner) => {
      await writeSettings(inner, systemEnv(app.ctx), businessSettings, {
        ...{ version: version + 1, values: { ...values, city: 'Lille' } },
      })
    })
    assert.equal(await cityOf(tx), 'Lille')
  })
  assert.equal(await cityOf(app.ctx.db), 'Lille')
})

test('of two who change the same form, the second is told', async () => {
  const { version, values } = (await owner.get(url('business'))).body
  const change = (city: string) =>
    owner.put(url('business'), { version, values: { ...values, city } })
  const answers = await Promise.all([change('Brest'), change('Nantes')])
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409])
})

test('of two who store a section for the first time, the second is told', async () => {
  const first = () => owner.put(url('accounts'), { version: 0, values: { registrationOpen: true } })
  const answers = await Promise.all([first(), first(), first()])
  assert.deepEqual(answers.map((answer) => answer.status).sort(), [200, 409, 409])
})

test('every wrong field is named', async () => {
  const { version, values } = (await owner.get(url('business'))).body
  const wrong = { ...values, timeZone: 'Mars/Base', currencies: ['EUR', 'XYZ'], colour: 'red' }
  const answer = await owner.put(url('business'), { version, values: wrong })
  assert.equal(answer.status, 422)
  const said = Object.fromEntries(
    answer.body.errors.map((e: { pointer: string; detail: string }) => [e.pointer, e.detail]),
  )
  assert.deepEqual(Object.keys(said).sort(), [
    '/values/colour',
    '/values/currencies/1',
    '/values/timeZone',
  ])
  assert.equal(said['/values/timeZone'], 'Unknown time zone.')
})

test('a secret is stored sealed, kept when left out, forgotten when emptied, never answered', async () => {
  const plain = 'a relay password 123'
  const put = async (values: object) => {
    const { version } = (await owner.get(url(relay.name))).body
    return owner.put(url(relay.name), { version, values })
  }
  const secretOf = async () => {
    const { password } = await readSettings(app.ctx.db, relay)
    return openSetting(app.ctx.secrets, relay, password)
  }
  const set = await put({ host: 'mail.example', password: plain })
  assert.deepEqual(set.body.secrets, { password: { set: true } })
  assert.ok(!JSON.stringify(set.body).includes(plain) && !('password' in set.body.values))
  assert.equal(await secretOf(), plain)
  const kept = await put({ host: 'mail2.example' })
  assert.deepEqual([kept.body.values.host, kept.body.secrets.password.set], ['mail2.example', true])
  assert.equal(await secretOf(), plain)
  const emptied = await put({ host: 'mail2.example', password: '' })
  assert.equal(emptied.body.secrets.password.set, false)
  assert.equal(await secretOf(), '')
  assert.equal((await put({ password: 'x'.repeat(21) })).body.errors[0].pointer, '/values/password')
  const { rows } = await app.ctx.db.execute(
    sql`select ((select json_agg(s) from settings s)::text || (select json_agg(h) from history h)::text) as text`,
  )
  assert.ok(!String(rows[0]?.text).includes(plain))
})

test('an unknown section is not found', async () => {
  assert.equal((await owner.get(url('nothing'))).status, 404)
  assert.equal((await owner.put(url('nothing'), { version: 0, values: {} })).status, 404)
  assert.ok(allSections().length >= 2)
})
