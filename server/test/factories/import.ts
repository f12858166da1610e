import type { TestClient } from '../app.ts'

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
