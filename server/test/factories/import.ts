import assert from 'node:assert/strict'
import type { TestClient } from '../app.ts'
import type { RecordedResource } from '../recording-module.ts'
import { makeCustomer } from './customer.ts'
import { startRecordingApp } from './operation.ts'

/** A row of an import: monthly at 10.00 EUR, until 20 March. */
export function importRow(
  place: { customerId: string; type: string; serverId: string; remoteId: string },
  more: Record<string, unknown> = {},
) {
  return {
    ...place,
    name: `Import of ${place.remoteId}`,
    cycle: 'monthly',
    price: { amount: '1000', currency: 'EUR' },
    expiresAt: '2025-03-20T08:00:00Z',
    ...more,
  }
}

/** The import as it stands by now, rows by remote id. */
export async function readImport(client: TestClient, id: string) {
  const { body } = await client.get(`/api/v1/admin/imports/${id}`)
  return body as {
    state: string
    counts: Record<string, number>
    rows: {
      remoteId: string
      state: string
      service: { id: string; number: number; status: string } | null
      operation: { id: string; state: string; attempts: number } | null
      error: { code: string; message: string } | null
    }[]
  }
}

/** An app whose module records its calls, and staff who import what is planted on its server. */
export async function startImportApp() {
  const started = await startRecordingApp()
  const { app, recording, server } = started
  const staff = await app.staff()
  const { customer } = await makeCustomer(app)
  const place = { customerId: customer.id, type: recording.module.id, serverId: server.id }
  const row = (remoteId: string, more: Record<string, unknown> = {}) =>
    importRow({ ...place, remoteId }, more)
  const ask = (...rows: Record<string, unknown>[]) => staff.post('/api/v1/admin/imports', { rows })
  return {
    ...started,
    ...{ staff, customer, type: place.type, row, ask },
    /** Makes a resource on the server behind everybody's back. */
    plant: (more: Partial<RecordedResource> = {}) =>
      recording.plant({ serverId: server.id, ...more }),
    /** Imports one resource and settles; answers the row as it stands then. */
    async imported(remoteId: string, more: Record<string, unknown> = {}) {
      const { status, body } = await ask(row(remoteId, more))
      assert.equal(status, 202, JSON.stringify(body))
      await app.settle()
      const [only] = (await readImport(staff, body.id)).rows
      if (!only) throw new Error('no row')
      return { importId: body.id as string, ...only }
    },
  }
}

/** The wrong fields of a refusal: pointer and code. */
export const pointersOf = ({ body }: { body: { errors: { pointer: string; code: string }[] } }) =>
  body.errors.map(({ pointer, code }) => `${pointer} ${code}`)
