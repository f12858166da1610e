import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { DeliveryModule, ServiceInput } from '@berth/sdk'
import { startTrial, type Trial } from '@berth/sdk/testing'
import { type PublishedApi, publishedApi } from '@berth/sdk/testing/contract'
import { actionForms } from '../src/forms.ts'
import { proxmoxModule } from '../src/index.ts'
import { type Exchange, ROUTES } from './stand-in/start.ts'
import type { Kind } from './stand-in/state.ts'
import { type ClusterTarget, clusterTarget, PRODUCTS } from './targets.ts'

const folder = process.env.PROVIDER_SPECS_DIR
if (folder) {
  const text = readFileSync(join(folder, 'proxmox.openapi.json'), 'utf8')
  const api = publishedApi(JSON.parse(text), { prefix: '/api2/json', zeroOneBooleans: true })
  testAgainst(api)
} else {
  console.log('proxmox: not held against the published schema: PROVIDER_SPECS_DIR is not set')
}

/** One service through its whole life, so that the module sends everything it can send. */
async function wholeLife(kind: Kind): Promise<Exchange[]> {
  const target = await clusterTarget(kind, { vlan: 12, searchDomain: 'example.test' })
  const trial = startTrial(proxmoxModule as DeliveryModule, target)
  await target.fill?.(2)
  const service = await trial.delivered()
  await usual(trial, service, target)
  await panelActions(trial, service)
  await rest(trial, service, kind)
  await lostCreation(trial, target)
  await target.close()
  return target.standIn.exchanges
}

async function usual({ module, context }: Trial, service: ServiceInput, target: ClusterTarget) {
  const ctx = context(service.key)
  const { server } = target
  await module.testConnection(ctx, server)
  await module.choices?.templates?.(ctx, server)
  await module.list(ctx, server, null)
  await module.panel?.(ctx, server, service)
  for (const signal of ['stop', 'start', 'restart', 'kill', 'start'] as const) {
    await module.power?.(ctx, server, service, signal)
  }
  await module.changePlan?.(ctx, server, { ...service, product: target.otherProduct ?? {} })
  await module.rename?.(ctx, server, { ...service, name: 'Autre nom' })
  await module.suspend(ctx, server, service)
  await module.unsuspend(ctx, server, service)
  const resource = { remoteId: (await target.makeOrphan?.()) ?? '' }
  const orphan = { data: {}, secrets: {}, connection: [], ...resource }
  await module.adopt?.(context('orphan'), server, { ...service, resource: orphan })
}

async function panelActions({ module, target, context }: Trial, service: ServiceInput) {
  const inputs: Readonly<Record<string, Record<string, unknown>>> = {
    snapshot_create: { name: 'before', description: 'note' },
  }
  for (const id of ['console', 'reset_password', 'backup_create', ...Object.keys(actionForms)]) {
    const form = actionForms[id as keyof typeof actionForms]
    const input = form?.parse(inputs[id] ?? {}) ?? {}
    await module.panelAction?.(context(service.key), target.server, service, id, input)
  }
}

async function rest(
  { module, target, context, service: other }: Trial,
  service: ServiceInput,
  kind: Kind,
) {
  const ctx = context(service.key)
  await module.reinstall?.(ctx, target.server, service, { keepData: true })
  await module.terminate(ctx, target.server, service)
  // A clone to the other node of a container, and a linked one of a machine.
  const template = kind === 'lxc' ? 'alpine-3' : 'debian-12'
  const product = { ...PRODUCTS[kind], template, templates: '', fullClone: kind === 'lxc' }
  const second = other({ product, orderData: { hostname: '', sshKeys: '' } })
  await module.create(context(second.key), target.server, second)
  await module.resetPassword?.(context(second.key), target.server, second)
}

/** An answer that is lost: the guest is found while it is being made. */
async function lostCreation({ module, context, service: other }: Trial, target: ClusterTarget) {
  const service = other()
  target.standIn.state.taskTurns = 8
  await target.faults?.loseAnswer()
  await module.create(context(service.key), target.server, service)
  await module.create(context(service.key), target.server, service)
}

function testAgainst(api: PublishedApi) {
  describe('the published schema of Proxmox VE', () => {
    test('has every route of the stand-in', () => {
      const madeUp = ROUTES.filter(
        ({ method, template }) => api.templateOf(method, template) !== template,
      )
      assert.deepEqual(
        madeUp.map(({ method, template }) => `${method} ${template}`),
        [],
      )
    })

    test('fits everything that the module sends and the stand-in answers', async () => {
      const exchanges = [...(await wholeLife('qemu')), ...(await wholeLife('lxc'))]
      const used = new Set(exchanges.map(({ method, template }) => `${method} ${template}`))
      const unused = ROUTES.filter(({ method, template }) => !used.has(`${method} ${template}`))
      assert.deepEqual(
        unused.map(({ method, template }) => `${method} ${template}`),
        [],
        'every route of the stand-in is asked',
      )
      assert.deepEqual(api.differences(exchanges), [])
    })

    test('would notice what is made up, unknown, missing or of a wrong type', () => {
      const path = '/api2/json/nodes/pve1/qemu/100/clone'
      const clone = (body: Record<string, string>) =>
        api.requestDifferences({ method: 'post', path, body, form: true })
      assert.deepEqual(clone({ newid: '101', full: '1' }), [])
      assert.deepEqual(clone({ full: '1' }), ['body/newid: missing'])
      assert.deepEqual(clone({ newid: 'many' }), ['body/newid: not of type integer'])
      assert.deepEqual(clone({ newid: '101', tags: 'a' }), ['body/tags: unknown'])
      assert.deepEqual(
        api.requestDifferences({ method: 'post', path: '/api2/json/nodes/pve1/copy' }),
        ['made up'],
      )
      const status = '/api2/json/nodes/pve1/qemu/100/status/current'
      const answer = (data: object) =>
        api.answerDifferences({ method: 'get', path: status, status: 200, answer: { data } })
      assert.deepEqual(answer({ status: 'running', vmid: 100 }), [])
      assert.deepEqual(answer({ status: 'paused', colour: 'red' }), [
        'answer/data/status: "paused" is not listed',
        'answer/data/colour: unknown',
      ])
    })
  })
}
