import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ok } from '@berth/sdk'
import type { Engine } from '../src/client.ts'
import { listContainers, observedOf } from '../src/containers.ts'
import { failureOf, isPortTaken } from '../src/failures.ts'
import { orderForm, productSettings, serverSettings } from '../src/forms.ts'
import { environmentOf, parseEnv } from '../src/plan.ts'
import { formatPlaced, parsePlaced, parsePorts, placePorts } from '../src/ports.ts'
import { measure, parseLog } from '../src/readings.ts'

const range = { from: 100, to: 103 }

describe('ports', () => {
  test('are read, placed, written on a label and read again', () => {
    const wanted = parsePorts('8080/http, 25565/udp 22/tcp')
    assert.deepEqual(
      wanted.map(({ port, transport, scheme }) => [port, transport, scheme]),
      [
        [8080, 'tcp', 'http'],
        [25565, 'udp', null],
        [22, 'tcp', null],
      ],
    )
    const placed = placePorts(wanted, range, new Set([101])) ?? []
    assert.deepEqual(
      placed.map((port) => port.hostPort),
      [100, 102, 103],
    )
    assert.deepEqual(parsePlaced(formatPlaced(placed)), placed)
  })

  const cases: [string, Parameters<typeof placePorts>[3], number[] | null][] = [
    ['from the beginning', {}, [100, 102]],
    ['from where the search starts, around the end', { start: 3 }, [103, 100]],
    ['those it had before', { preferred: [103, 102] }, [103, 102]],
    ['others when one it had is taken', { preferred: [103, 101] }, [100, 102]],
    ['others when one it had is outside the range', { preferred: [99, 102] }, [100, 102]],
  ]
  for (const [name, options, expected] of cases) {
    test(`are chosen: ${name}`, () => {
      const placed = placePorts(parsePorts('1/tcp 2/tcp'), range, new Set([101]), options)
      assert.deepEqual(placed?.map((port) => port.hostPort) ?? null, expected)
    })
  }

  test('are refused when there are too few', () => {
    assert.equal(placePorts(parsePorts('1/tcp 2/tcp'), range, new Set([100, 101, 102])), null)
  })
})

describe('environment', () => {
  const product = (settings: object) => productSettings.parse({ image: 'one:1', ...settings })

  test('is the product’s, then the customer’s', () => {
    const given = environmentOf(product({ env: 'A=1\nB=x=y\n', orderEnv: 'B, C' }), {
      env: 'B=mine\nC=é ✓',
    })
    assert.deepEqual(given, { ok: true, value: ['A=1', 'B=x=y', 'B=mine', 'C=é ✓'] })
  })

  test('refuses what customers may not set', () => {
    const closed = environmentOf(product({ orderEnv: 'C' }), { env: 'PATH=/evil' })
    assert.ok(!closed.ok && closed.error.code === 'rejected')
    assert.equal(closed.ok ? '' : closed.error.pointer, '/orderData/env')
    assert.ok(!environmentOf(product({ env: 'A=1' }), { env: 'A=2' }).ok)
  })

  test('is read line by line', () => {
    assert.deepEqual(
      [...parseEnv('A=1\r\n\r\nB=two words ')],
      [
        ['A', '1'],
        ['B', 'two words '],
      ],
    )
    assert.ok(orderForm.safeParse({ env: 'A=1\r\n\r\nB=two words \n' }).success)
    assert.ok(!orderForm.safeParse({ env: 'no equals sign' }).success)
    // A pattern that could be read in many ways would never come back from this.
    assert.ok(!orderForm.safeParse({ env: `${'A=1\n\n'.repeat(2000)}!` }).success)
    assert.ok(!orderForm.safeParse({ env: `${' \n'.repeat(4000)}!` }).success)
  })
})

describe('settings', () => {
  test('take all three TLS fields or none', () => {
    const all = { tlsCa: 'a', tlsCert: 'b', tlsKey: 'c' }
    assert.ok(serverSettings.safeParse(all).success)
    assert.ok(serverSettings.safeParse({}).success)
    assert.ok(!serverSettings.safeParse({ ...all, tlsKey: '' }).success)
  })

  test('refuse a range that ends before it begins, and a host of another kind', () => {
    assert.ok(!serverSettings.safeParse({ portFrom: 10, portTo: 9 }).success)
    assert.ok(!serverSettings.safeParse({ host: 'http://somewhere' }).success)
    assert.ok(serverSettings.safeParse({ host: 'tcp://10.0.0.1:2376' }).success)
  })
})

describe('the log', () => {
  const frame = (stream: number, text: string) => {
    const head = Buffer.alloc(8)
    head[0] = stream
    head.writeUInt32BE(Buffer.byteLength(text), 4)
    return Buffer.concat([head, Buffer.from(text)])
  }

  test('is read frame by frame, also when the last one is cut', () => {
    const bytes = Buffer.concat([
      frame(1, '2025-03-10T12:00:00.123456789Z été\n'),
      frame(2, '2025-03-10T12:00:01Z second\nthird\n'),
      frame(1, '2025-03-10T12:00:02Z cut').subarray(0, 20),
    ])
    const at = Date.parse('2025-03-10T12:00:00.123Z')
    assert.deepEqual(parseLog(bytes).slice(0, 3), [
      { at, stream: 'stdout', text: 'été' },
      { at: Date.parse('2025-03-10T12:00:01Z'), stream: 'stderr', text: 'second' },
      { at: null, stream: 'stderr', text: 'third' },
    ])
  })

  test('of a terminal has no frames, and an empty one no lines', () => {
    assert.deepEqual(parseLog(Buffer.from('login: \n')), [
      { at: null, stream: 'stdout', text: 'login: ' },
    ])
    assert.deepEqual(parseLog(Buffer.alloc(0)), [])
  })
})

describe('failures', () => {
  const http = (statusCode: number, message: string) =>
    Object.assign(new Error('wrapped'), { statusCode, json: { message } })
  const net = (code: string) => Object.assign(new Error(code), { code })

  const cases: [string, Error, string, boolean][] = [
    [
      'a port that is taken',
      http(500, 'Bind failed: port is already allocated'),
      'capacity',
      false,
    ],
    ['a full disk', http(500, 'write: no space left on device'), 'capacity', false],
    [
      'a name in use, Docker',
      http(409, 'The container name "/x" is already in use'),
      'conflict',
      false,
    ],
    [
      'a name in use, Podman',
      http(500, 'the container name "x" is already in use by y'),
      'conflict',
      false,
    ],
    [
      'a command that is not there',
      http(400, 'exec: "x": executable file not found'),
      'config',
      false,
    ],
    [
      'a limit above the host’s',
      http(500, 'error setting rlimit type 7: RLIMIT_NOFILE'),
      'config',
      false,
    ],
    ['a bad parameter', http(400, 'invalid memory'), 'rejected', false],
    ['a server error', http(500, 'something else'), 'transient', false],
    ['a gateway’s time-out', http(504, 'gateway'), 'transient', true],
    ['an engine that is off', net('ECONNREFUSED'), 'transient', false],
    ['a socket that we may not open', net('EACCES'), 'auth', false],
    ['a certificate that is not trusted', net('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'config', false],
    ['a connection that was cut', net('ECONNRESET'), 'transient', true],
  ]
  for (const [name, thrown, code, lost] of cases) {
    test(`${name} is ${code}`, () => {
      const failed = failureOf(thrown, { mask: [] })
      assert.ok(!failed.ok)
      assert.equal(failed.error.code, code)
      assert.equal(failed.error.lost === true, lost)
    })
  }

  test('never tell a secret, and know a taken port', () => {
    const failed = failureOf(http(500, 'key s3cret-key: address already in use'), {
      mask: ['s3cret-key'],
    })
    assert.ok(!failed.ok)
    assert.equal(failed.error.message, 'key ***: address already in use')
    assert.ok(isPortTaken(failed.error))
  })
})

describe('an engine that leaves out what it may', () => {
  /** Answers everything with this. */
  const answering = (answer: unknown): Engine => {
    const call = async () => ok(answer as never)
    return { settings: serverSettings.parse({ host: 'unix:///run/x.sock' }), call, callOnce: call }
  }

  test('is listed all the same: no labels and no names are empty, not an error', async () => {
    const bare = {
      Id: 'f00',
      Image: 'one:1',
      State: 'exited',
      Created: 1,
      Names: null,
      Labels: null,
    }
    const engine = answering([bare])
    const found = await listContainers(engine)
    assert.ok(found.ok)
    const [seen] = found.value.map((container) => observedOf(engine, container))
    assert.deepEqual([seen?.remoteId, seen?.key, seen?.state], ['f00', null, 'stopped'])
  })

  test('that answers a page instead of a list is asked again, not believed', async () => {
    const found = await listContainers(answering('<html>Sign in</html>'))
    assert.equal(found.ok, false)
    assert.equal(!found.ok && found.error.code, 'transient')
  })

  test('is measured without the counters that it does not keep', async () => {
    const stats = {
      read: '2025-03-10T12:00:00Z',
      cpu_stats: { cpu_usage: { total_usage: 5 }, online_cpus: null },
      memory_stats: { usage: null, limit: null },
      networks: null,
    }
    const running = { Id: 'f00', State: 'running' } as Parameters<typeof measure>[2]
    const ctx = { sleep: async () => undefined } as unknown as Parameters<typeof measure>[0]
    const measured = await measure(ctx, answering(stats), running, null)
    assert.ok(measured.ok)
    const memory = measured.value.usage.find(({ id }) => id === 'memory')
    assert.deepEqual([memory?.used, memory?.limit, measured.value.traffic], [0, null, null])
  })
})
