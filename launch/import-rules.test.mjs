import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { after, describe, test } from 'node:test'
import { ROOT } from './root.mjs'

const FEATURES = 'server/src/features'

/** [the file that imports, what it imports, the rule that forbids it or null] */
const CASES = [
  ['server/src/domain/renewal.ts', './money.ts', null],
  ['server/src/domain/renewal.ts', 'node:fs', 'domain-does-no-io'],
  ['server/src/domain/renewal.ts', '../platform/db.ts', 'domain-is-pure'],
  ['server/src/platform/due.ts', '../domain/money.ts', null],
  ['server/src/platform/due.ts', '../features/orders/tables.ts', 'platform-has-no-business'],
  [`${FEATURES}/orders/routes.ts`, '../services/queries.ts', null],
  [`${FEATURES}/services/routes.ts`, '../orders/tables.ts', 'feature-services-calls-downward'],
  [`${FEATURES}/staff/routes.ts`, '../history/tables.ts', null],
  [`${FEATURES}/staff/routes.ts`, '../customers/tables.ts', 'feature-ground-calls-downward'],
  [`${FEATURES}/mail/routes.ts`, '../orders/tables.ts', null],
  [`${FEATURES}/orders/routes.ts`, '../mail/tables.ts', 'feature-orders-calls-downward'],
  [`${FEATURES}/orders/routes.ts`, '../../features.ts', 'features-stay-below-the-top'],
  [`${FEATURES}/orders/routes.ts`, '../../context.ts', 'context-is-passed-down'],
  [`${FEATURES}/gadgets/routes.ts`, '../orders/tables.ts', 'features-are-on-the-ladder'],
  [`${FEATURES}/services/routes.test.ts`, '../orders/tables.ts', null],
  ['modules/none/src/index.ts', '../../../sdk/src/index.ts', null],
  ['modules/none/src/index.ts', '../../docker/src/index.ts', 'modules-know-the-sdk-only'],
  ['modules/none/src/index.ts', '../../../server/src/features.ts', 'modules-know-the-sdk-only'],
  ['sdk/src/result.ts', '../../server/src/features.ts', 'sdk-stands-alone'],
  ['sdk/src/result.ts', 'pg', 'sdk-needs-zod-and-undici-only'],
  ['web/src/app.tsx', '../../server/src/features.ts', 'web-knows-the-api-only'],
  ['server/src/web.ts', '../../web/src/api.ts', 'server-does-not-know-the-web'],
  ['server/test/faults/killed.test.ts', '../../../launch/postgres.mjs', null],
  ['server/src/web.ts', '../../launch/postgres.mjs', 'server-does-not-know-the-web'],
  ['server/src/web.ts', './missing.ts', 'resolvable'],
]

const TARGETS = [
  ...['server/src/domain/money.ts', 'server/src/platform/db.ts', 'server/src/features.ts'],
  ...['server/src/context.ts', 'modules/docker/src/index.ts', 'sdk/src/index.ts', 'web/src/api.ts'],
  'launch/postgres.mjs',
  ...['orders', 'services', 'history', 'customers', 'mail'].map(
    (feature) => `${FEATURES}/${feature}/tables.ts`,
  ),
  `${FEATURES}/services/queries.ts`,
]

function write(root, path, text) {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
}

const placeOf = (file, index) => join(dirname(file), `case${index}-${basename(file)}`)

/** One tree with every case in a file of its own; answers the violations in it. */
function findViolations(root) {
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'))
  for (const path of TARGETS) write(root, path, 'export const x = 1\n')
  for (const [index, [file, target]] of CASES.entries()) {
    write(root, placeOf(file, index), `import { x } from '${target}'\nexport const y = x\n`)
  }
  const args = [
    ...['--import', join(ROOT, 'launch', 'typescript-api.mjs')],
    join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs'),
    ...['--config', join(ROOT, '.dependency-cruiser.mjs'), '--output-type', 'json'],
    ...['server', 'modules', 'sdk', 'web'],
  ]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: 'utf8' })
  assert.notEqual(stdout, '', stderr)
  return JSON.parse(stdout).summary.violations
}

describe('import rules', () => {
  const root = mkdtempSync(join(realpathSync(tmpdir()), 'berth-launch-'))
  after(() => rmSync(root, { recursive: true, force: true }))
  const violations = findViolations(root)
  for (const [index, [file, target, rule]] of CASES.entries()) {
    test(`${file} ${rule ? 'may not' : 'may'} import ${target}`, () => {
      const own = violations.filter((violation) => violation.from === placeOf(file, index))
      assert.deepEqual(
        own.map((violation) => violation.rule.name),
        rule ? [rule] : [],
      )
    })
  }
})
