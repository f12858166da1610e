import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { startSandboxProvider } from '../src/provider/index.ts'

const PLAN = { name: 'small', memoryMb: 512, diskGb: 10, cpuCores: 1 }
const MAIN = fileURLToPath(new URL('../src/provider/main.ts', import.meta.url))
const NOW = 1_741_608_000_000

interface Answer {
  status: number
  headers: Headers
  body: { items: { id: string; key: string | null; answer?: string; worked?: boolean }[] } & Record<
    string,
    unknown
  >
}

async function ask(url: string, method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${url}/${path}`, {
    method,
    headers: { authorization: 'Bearer sandbox-token' },
    body: body === undefined ? undefined : JSON.stringify(body),
    signal: AbortSignal.timeout(20_000),
  })
  const answered = await response.json()
  return { status: response.status, headers: response.headers, body: answered as Answer['body'] }
}

const newOne = (key: string) => ({ key, name: 'one', plan: PLAN })

describe('behaviour of the provider', () => {
  test('a key is unique unless it is told otherwise', async (t) => {
    const provider = await startSandboxProvider({ now: () => NOW })
    t.after(() => provider.close())
    const { url } = provider
    assert.equal((await ask(url, 'POST', 'v1/resources', newOne('k'))).status, 201)
    assert.equal((await ask(url, 'POST', 'v1/resources', newOne('k'))).status, 409)
    await ask(url, 'PATCH', 'control/behaviour', { uniqueKeys: false })
    assert.equal((await ask(url, 'POST', 'v1/resources', newOne('k'))).status, 201)
    assert.equal((await ask(url, 'GET', 'control/resources?key=k')).body.items.length, 2)
  })

  test('a dropped answer was worked, a refused one was not, and the calls say so', async (t) => {
    const provider = await startSandboxProvider({ now: () => NOW })
    t.after(() => provider.close())
    const { url } = provider
    const rule = (kind: string, more = {}) => ({
      operation: 'create',
      times: 1,
      effect: { kind, ...more },
    })
    await ask(url, 'PATCH', 'control/behaviour', {
      rules: [rule('drop'), rule('refuse', { code: 'capacity' }), rule('rate_limit')],
    })
    await assert.rejects(ask(url, 'POST', 'v1/resources', newOne('a')))
    assert.equal((await ask(url, 'POST', 'v1/resources', newOne('b'))).status, 507)
    const limited = await ask(url, 'POST', 'v1/resources', newOne('c'))
    assert.equal(limited.status, 429)
    assert.equal(limited.headers.get('retry-after'), '30')
    assert.equal((await ask(url, 'POST', 'v1/resources', newOne('d'))).status, 201)
    const calls = await ask(url, 'GET', 'control/calls?operation=create')
    assert.deepEqual(
      calls.body.items.map(({ key, answer, worked }) => [key, answer, worked]),
      [
        ['a', 'dropped', true],
        ['b', 'sent', false],
        ['c', 'sent', false],
        ['d', 'sent', true],
      ],
    )
    const kept = await ask(url, 'GET', 'control/resources')
    assert.deepEqual(
      kept.body.items.map((item) => item.key),
      ['a', 'd'],
    )
  })

  test('spaces share nothing: each has its own resources, behaviour and calls', async (t) => {
    const provider = await startSandboxProvider({ now: () => NOW })
    t.after(() => provider.close())
    const { url } = provider
    const refuse = { rules: [{ effect: { kind: 'refuse', code: 'capacity' } }] }
    await ask(url, 'PATCH', 'control/behaviour?space=full', refuse)
    const create = (space: string) =>
      fetch(`${url}/v1/resources`, {
        method: 'POST',
        headers: { authorization: 'Bearer sandbox-token', space },
        body: JSON.stringify(newOne('k')),
      })
    assert.deepEqual([(await create('full')).status, (await create('free')).status], [507, 201])
    assert.equal((await ask(url, 'GET', 'control/resources?space=free')).body.items.length, 1)
    assert.equal((await ask(url, 'GET', 'control/resources')).body.items.length, 0)
    assert.equal((await ask(url, 'GET', 'control/calls?space=full')).body.items.length, 1)
  })

  test('told so, a creation makes two resources with one key', async (t) => {
    const provider = await startSandboxProvider({ now: () => NOW })
    t.after(() => provider.close())
    const rule = { operation: 'create', times: 1, effect: { kind: 'duplicate' } }
    await ask(provider.url, 'POST', 'control/behaviour', rule)
    await ask(provider.url, 'POST', 'v1/resources', newOne('k'))
    const { items } = (await ask(provider.url, 'GET', 'v1/resources?key=k')).body
    assert.equal(new Set(items.map(({ id }) => id)).size, 2)
  })

  test('work whose connection was cut may be done late', async (t) => {
    const provider = await startSandboxProvider({ now: () => NOW })
    t.after(() => provider.close())
    const late = { operation: 'create', times: 1, effect: { kind: 'late', delayMs: 20 } }
    await ask(provider.url, 'POST', 'control/behaviour', late)
    await assert.rejects(ask(provider.url, 'POST', 'v1/resources', newOne('late')))
    while (provider.state.resources.size === 0) {
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    assert.equal([...provider.state.resources.values()][0]?.key, 'late')
  })

  test('a wrong token, a wrong body and a wrong path are refused', async (t) => {
    const provider = await startSandboxProvider({ now: () => NOW, token: 'another' })
    t.after(() => provider.close())
    assert.equal((await ask(provider.url, 'GET', 'v1/resources')).status, 401)
    const control = (method: string, path: string, body?: unknown) =>
      provider.control({ method, path, body }).status
    assert.equal(control('PATCH', 'behaviour', { rules: [{ effect: { kind: 'dance' } }] }), 422)
    assert.equal(control('POST', 'resources', { name: '' }), 422)
    assert.equal(control('GET', 'secrets'), 404)
    assert.equal(control('PATCH', 'resources/nobody', { running: false }), 404)
  })
})

describe('the provider as a process', () => {
  const folder = mkdtempSync(join(tmpdir(), 'berth-sandbox-'))
  after(() => rmSync(folder, { recursive: true }))

  async function startProcess(): Promise<{ child: ChildProcess; url: string }> {
    const child = spawn(process.execPath, [MAIN, '--state', join(folder, 'state.json')], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const stdout = child.stdout ?? assert.fail('no output')
    const [line] = await once(stdout, 'data')
    return { child, url: String(line).trim().split(' ').at(-1) ?? '' }
  }

  test('remembers what it did although it is killed right after', async () => {
    const first = await startProcess()
    await ask(first.url, 'PATCH', 'control/behaviour', { uniqueKeys: false })
    await ask(first.url, 'POST', 'v1/resources', newOne('survivor'))
    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    const second = await startProcess()
    const found = await ask(second.url, 'GET', 'v1/resources?key=survivor')
    assert.equal(found.body.items.length, 1)
    assert.equal((await ask(second.url, 'GET', 'control/behaviour')).body.uniqueKeys, false)
    const calls = await ask(second.url, 'GET', 'control/calls')
    assert.equal(calls.body.items.length, 2)
    second.child.kill('SIGTERM')
    assert.deepEqual(await once(second.child, 'exit'), [0, null])
  })
})
