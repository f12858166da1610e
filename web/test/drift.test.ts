import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DRIFT_KINDS, driftFilters, kindTabs } from '../src/features/drift/drift-list.ts'

const NONE = Object.fromEntries(DRIFT_KINDS.map((kind) => [kind, 0])) as Record<
  (typeof DRIFT_KINDS)[number],
  number
>

test('the inbox shows what waits unless another state is asked for', () => {
  assert.deepEqual(driftFilters({ search: '', tab: 'all', filters: {} }), { state: 'open' })
  const filters = { state: 'ignored', serverId: 's1' }
  assert.deepEqual(driftFilters({ search: 'sbx', tab: 'wrong_plan', filters }), {
    ...{ state: 'ignored', serverId: 's1', q: 'sbx', kind: 'wrong_plan' },
  })
})

test('there is a tab for each kind with rows, and the open one stays when it is empty', () => {
  const counts = { ...NONE, orphan_resource: 3, missing_resource: 1 } as Parameters<
    typeof kindTabs
  >[0]
  assert.deepEqual(
    kindTabs(counts, 'wrong_plan').map(({ id, count }) => [id, count]),
    [
      ['all', 4],
      ['missing_resource', 1],
      ['wrong_plan', 0],
      ['orphan_resource', 3],
    ],
  )
})
