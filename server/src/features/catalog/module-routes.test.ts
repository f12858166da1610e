import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startTestApp } from '../../../test/app.ts'
import { addPackage, FITS, moduleCode, packageFolder } from '../../../test/modules/packages.ts'

const folder = packageFolder()
addPackage(folder, '@acme/boats', FITS, moduleCode('boats'))
addPackage(folder, '@acme/late', { peerDependencies: { '@berth/sdk': '^9.0.0' } }, '')
const app = await startTestApp({
  config: { dataDir: folder, modules: ['@acme/boats', '@acme/late', '@acme/lost'] },
})

test('staff see the modules with their packages, and why others are not in use', async () => {
  const { status, body } = await (await app.staff()).get('/api/v1/admin/modules')
  assert.equal(status, 200)
  const boats = body.items.find((item: { id: string }) => item.id === 'boats')
  assert.deepEqual(
    [boats.package, boats.version, boats.included, boats.kinds],
    ['@acme/boats', '1.2.3', false, ['thing']],
  )
  const docker = body.items.find((item: { id: string }) => item.id === 'docker')
  assert.deepEqual([docker.package, docker.included], ['@berth/module-docker', true])
  assert.deepEqual(
    body.problems.map(({ text, ...rest }: { text: { fr: string } }) => [rest, text.fr]),
    [
      [
        { specifier: '@acme/late', package: '@acme/late', version: '1.2.3', code: 'sdk_mismatch' },
        'Il demande @berth/sdk ^9.0.0, et c’est 0.1.0 qui est présent.',
      ],
      [
        { specifier: '@acme/lost', package: null, version: null, code: 'not_found' },
        'Le paquet n’est pas installé.',
      ],
    ],
  )
})

test('a module of the configuration is a type like any other', async () => {
  const staff = await app.staff()
  const made = await staff.post('/api/v1/admin/servers', {
    name: 'Harbour',
    type: 'boats',
    settings: {},
  })
  assert.equal(made.status, 201, JSON.stringify(made.body))
})
