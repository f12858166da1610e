import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startDriftApp } from '../../../test/factories/drift.ts'

const { app, staff, server, provider, delivered, look, open, resource, rowsOf } =
  await startDriftApp()

describe('what a comparison finds', () => {
  test('nothing, where books and server agree', async () => {
    const { id } = await delivered()
    const report = await look()
    assert.deepEqual([report.state, report.found, report.suspect], ['finished', 0, false])
    assert.deepEqual(await rowsOf(id), [])
  })

  test('a resource that nobody knows', async () => {
    const made = resource({ name: 'stray', owner: 'a@b.example' })
    await look()
    const [row] = await open({ kind: 'orphan_resource', q: made.id })
    assert.equal(row.name, 'stray')
    assert.deepEqual([row.service, row.otherInstallation], [null, false])
    assert.deepEqual(row.says, { books: 'Unknown here', server: 'Running' })
  })
})
void [app, staff, server, provider]
