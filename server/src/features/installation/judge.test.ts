import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Evidence, judge, type Mirror, type Place, type Row } from './judge.ts'

const ID = '11111111-1111-7111-8111-111111111111'
const OTHER_ID = '22222222-2222-7222-8222-222222222222'
const identity = { systemId: '77', databaseOid: '16384', tableOid: '20000' }
const place: Place = { machineId: 'aa', path: '/srv/berth', inode: '42' }
const row: Row = { installationId: ID, confirmations: 0, epoch: 10, identity }
const mirror: Mirror = { installationId: ID, confirmations: 0, epoch: 10, place }
const usual: Evidence = {
  row,
  identity,
  mirror,
  place,
  configuredId: null,
  othersAlive: false,
  hasBooks: true,
}

/** [what happened, what differs from an ordinary restart, what is suspected] */
const CASES: [string, Partial<Evidence>, string | null][] = [
  ['an ordinary restart', {}, null],
  ['a crash before the mirror was written', { mirror: { ...mirror, epoch: 9 } }, null],
  ['the very first start', { row: null, mirror: null, hasBooks: false }, null],
  ['the first start after an upgrade', { row: null, mirror: null }, null],
  ['a fresh database in a used folder', { row: null, hasBooks: false }, null],
  ['a backup from before the upgrade', { row: null }, 'older_backup'],
  ['an older backup in the same place', { mirror: { ...mirror, epoch: 11 } }, 'older_backup'],
  [
    'an older backup beside a worker that runs',
    { mirror: { ...mirror, epoch: 11 }, othersAlive: true },
    'older_backup',
  ],
  [
    'a confirmed restore, seen from a machine that had come further',
    { row: { ...row, confirmations: 1, epoch: 3 } },
    null,
  ],
  [
    'a backup from before the last confirmation',
    { mirror: { ...mirror, confirmations: 1, epoch: 1 } },
    'older_backup',
  ],
  [
    'a dump restored elsewhere',
    { identity: { ...identity, databaseOid: '16999' } },
    'database_copied',
  ],
  ['a dump restored in place', { identity: { ...identity, tableOid: '30000' } }, 'database_copied'],
  ['another cluster', { identity: { ...identity, systemId: '78' } }, 'database_copied'],
  ['a server that does not name its cluster', { identity: { ...identity, systemId: null } }, null],
  ['a copied folder', { place: { ...place, inode: '43' } }, 'folder_copied'],
  ['a folder on another machine', { place: { ...place, machineId: 'bb' } }, 'folder_copied'],
  ['a folder in another place', { place: { ...place, path: '/srv/copy' } }, 'folder_copied'],
  ['a container on a kept volume', { place: { ...place, machineId: null } }, null],
  ['a folder put back in place', { mirror: { ...mirror, isCopied: true } }, 'folder_restored'],
  ['the same beside others', { mirror: { ...mirror, isCopied: true }, othersAlive: true }, null],
  ['an empty folder and nothing at work', { mirror: null }, 'unknown_here'],
  ['a second machine', { mirror: null, othersAlive: true }, null],
  [
    'a folder that several machines share',
    { place: { ...place, machineId: 'bb' }, othersAlive: true },
    null,
  ],
  ['no folder at all', { mirror: null, place: null }, null],
  [
    'a folder of another',
    { mirror: { ...mirror, installationId: OTHER_ID } },
    'other_installation',
  ],
  ['a container with the id', { mirror: null, place: null, configuredId: ID }, null],
  [
    'a container with another id',
    { mirror: null, place: null, configuredId: OTHER_ID },
    'other_installation',
  ],
  [
    'a container with the id on a copy',
    { configuredId: ID, identity: { ...identity, databaseOid: '1' } },
    'database_copied',
  ],
]

for (const [what, evidence, expected] of CASES) {
  test(`${what}: ${expected ?? 'goes on'}`, () => {
    assert.equal(judge({ ...usual, ...evidence })?.code ?? null, expected)
  })
}
