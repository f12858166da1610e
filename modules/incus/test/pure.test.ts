import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from 'yaml'
import { freeAddress, parsePool } from '../src/addresses.ts'
import { userData } from '../src/cloud-init.ts'
import { consoleLines, joinLog } from '../src/console-log.ts'
import { orderForm } from '../src/customer-forms.ts'
import { codeOfWords, readError } from '../src/failures.ts'
import { instanceName } from '../src/instances.ts'
import { makePassword, sha512Crypt } from '../src/password.ts'
import { bytesIn, type IncusService, limitsOf, planOf, planOfInstance } from '../src/plan.ts'
import { serverSettings } from '../src/server-settings.ts'
import { imageSource } from '../src/spec.ts'
import { instanceSchema } from '../src/wire.ts'
import { productFor } from './targets.ts'

function serviceOf(product: object = {}, orderData: object = {}): IncusService {
  return {
    key: '0194f0aa-7d1c-7c7e-8a50-1234567890ab',
    number: 1042,
    name: 'Mon serveur',
    customer: { id: 'c', name: 'Zoé', email: 'zoe@example.test', language: 'fr' },
    product: productFor('debian/12', product),
    orderData: orderForm.parse(orderData),
    options: [],
    resource: null,
    suspended: false,
  }
}

test('the name of an instance is a host name of the key’s random digits', () => {
  assert.equal(instanceName('0194F0AA-7D1C-7C7E-8A50-1234567890AB'), 'berth-1234567890ab')
})

test('a pool is addresses and ranges, and nothing else', () => {
  const cases: [string, number | null][] = [
    ['', 0],
    ['10.0.0.1', 1],
    ['10.0.0.1\n10.0.0.5-10.0.0.9, 192.168.1.1', 3],
    ['10.0.0.9-10.0.0.5', null],
    ['10.0.0.256', null],
    ['10.0.0', null],
    ['10.0.0.01', null],
    ['10.0.0.1/24', null],
    ['10.0.0.0-10.255.255.255', null],
  ]
  for (const [text, ranges] of cases) assert.equal(parsePool(text)?.length ?? null, ranges, text)
})

test('the first free address is taken, a later one on demand, and none when all are used', () => {
  const pool = '10.0.0.254-10.0.1.1 10.9.9.9'
  const used = new Set(['10.0.0.254'])
  assert.equal(freeAddress(pool, used), '10.0.0.255')
  assert.equal(freeAddress(pool, used, 1), '10.0.1.0')
  assert.equal(freeAddress(pool, used, 99), '10.9.9.9')
  assert.equal(freeAddress('10.0.0.254', used), null)
})

test('fixed addresses need their network, a certificate its key', () => {
  assert.ok(serverSettings.safeParse({}).success)
  assert.ok(!serverSettings.safeParse({ addresses: '10.0.0.1' }).success)
  assert.ok(serverSettings.safeParse({ addresses: '10.0.0.1', network: 'incusbr0' }).success)
  assert.ok(!serverSettings.safeParse({ clientCert: 'PEM' }).success)
  for (const address of ['http://a:8443', 'https://a:8443/1.0', 'unix://x', 'ftp://a']) {
    assert.ok(!serverSettings.safeParse({ address }).success, address)
  }
})

test('options add to what the product has', () => {
  const product = productFor('a', { cores: 2, memoryMb: 1024, diskGb: 10, processes: 5 })
  const options = [
    { key: 'memory_mb', value: 512 },
    { key: 'memory_mb', value: '512' },
    { key: 'cores', value: 1 },
    { key: 'disk_gb', value: -5 },
    { key: 'colour', value: 'red' },
  ]
  const limits = { cores: 3, memoryMb: 2048, diskGb: 10, processes: 5 }
  assert.deepEqual(limitsOf(product, options), limits)
  assert.equal(planOf(product, options), '3 vCPU, 2048 MiB, 10 GiB')
  const byProfile = productFor('a', { diskGb: 0 })
  assert.equal(planOf(byProfile, [{ key: 'disk_gb', value: 5 }]), '1 vCPU, 64 MiB')
})

test('the plan of an instance is what its limits say, however they are written', () => {
  const plan = (config: object, devices: object = {}) =>
    planOfInstance(
      instanceSchema.parse({
        name: 'a',
        status: 'Running',
        created_at: '2026-01-01T00:00:00Z',
        devices,
        expanded_config: config,
      }),
    )
  assert.equal(plan({}), null)
  assert.equal(plan({ 'limits.cpu': '2', 'limits.memory': '1GiB' }), '2 vCPU, 1024 MiB')
  const root = { type: 'disk', path: '/', size: '20GiB' }
  assert.equal(
    plan({ 'limits.cpu': '0-3,8', 'limits.memory': '512MiB' }, { root }),
    '5 vCPU, 512 MiB, 20 GiB',
  )
})

test('sizes are read in the units that the servers know', () => {
  const cases: [string | undefined, number | null][] = [
    ['512MiB', 512 * 2 ** 20],
    ['2GB', 2_000_000_000],
    ['1024', 1024],
    ['50%', null],
    ['', null],
    [undefined, null],
  ]
  for (const [text, bytes] of cases) assert.equal(bytesIn(text), bytes, text)
})

test('an image is an alias, or a fingerprint by its digits; remote ones name their server', () => {
  const source = (image: string, product = {}) => imageSource(serviceOf(product), image)
  assert.deepEqual(source('debian/12'), { type: 'image', alias: 'debian/12' })
  assert.deepEqual(source('0123456789ab'), { type: 'image', fingerprint: '0123456789ab' })
  const imageServer = 'https://images.example.test'
  const remote = { server: imageServer, protocol: 'simplestreams', mode: 'pull' }
  assert.deepEqual(source('debian/12', { imageServer }), {
    type: 'image',
    alias: 'debian/12',
    ...remote,
  })
})

test('cloud-init is YAML that nothing a customer gives can break out of', () => {
  const sshKeys = 'ssh-ed25519 AAAA zoé: "quoted" \\ #1\nssh-rsa BBBB'
  assert.ok(!orderForm.safeParse({ sshKeys }).success, 'quotes are refused by the form')
  const service = serviceOf(
    { user: 'admin', userData: 'packages: [nginx]' },
    { hostname: 'vps.example.test' },
  )
  const text = userData(
    { ...service, orderData: { ...service.orderData, sshKeys } },
    '$6$salt$hash',
  )
  assert.ok(text.startsWith('#cloud-config\n'))
  const [user, ...others] = parse(text).users
  assert.deepEqual([user.name, user.hashed_passwd, others], ['admin', '$6$salt$hash', []])
  assert.deepEqual(user.ssh_authorized_keys, sshKeys.split('\n'))
  const { hostname, fqdn, packages } = parse(text)
  assert.deepEqual([hostname, fqdn, packages], ['vps', 'vps.example.test', ['nginx']])
})

test('password hashes are those of crypt(3)', () => {
  // Made with glibc 2.36.
  const cases = [
    ['Hello world!', 'saltstring', HELLO],
    ['pässwörd-lang-und-länger-als-vierundsechzig-zeichen-lang-0123456789ab', 'abcdefgh', LONG],
  ] as const
  for (const [password, salt, hash] of cases) assert.equal(sha512Crypt(password, salt), hash)
  assert.match(makePassword(), /^[A-Za-z2-9]{20}$/)
})

const HELLO =
  '$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJuesI68u4OTLiBFdcbYEdFCoEOfaS35inz1'
const LONG =
  '$6$abcdefgh$5QNYfCiDKlkhhuRoRpy2NrzhLkPHM9q1aJ8vkM6gTHm/wUSJKaitu/OgpjLhS57wJqEod2nF6Opdw9jviL0rC/'

test('what the servers say in words has the right code', () => {
  const cases = [
    ['Image alias not found', 'config'],
    ['Requested profile "x" doesn\'t exist', 'config'],
    ['Failed initialising instance: Failed loading storage pool: Storage pool not found', 'config'],
    ['Add instance info to the database: This "instances" entry already exists', 'conflict'],
    ['Failed creating instance from image: write /x: no space left on device', 'capacity'],
    ['Reached maximum number of instances in project "default"', 'capacity'],
    ['Instance is busy running a "stop" operation', 'transient'],
    ['Failed getting remote image info: Unable to connect to: 127.0.0.1:9', 'transient'],
    ['Instance type "virtual-machine" is not operational on this server: KVM', 'config'],
    ['not authorized', 'auth'],
    ['Something else', undefined],
  ] as const
  for (const [words, code] of cases) assert.equal(codeOfWords(words), code, words)
})

test('a refusal says who is not trusted; what the status says best is left to it', () => {
  const body = (error: string) => ({ type: 'error', error, error_code: 0 })
  assert.equal(readError(403, body('not authorized'))?.code, 'auth')
  assert.match(
    readError(403, body('not authorized'))?.message ?? '',
    /not authorized.*does not trust/,
  )
  assert.equal(readError(404, body('Instance not found')), undefined)
  assert.equal(readError(500, body('refused with 500')), undefined)
  assert.equal(readError(429, body('already exists')), undefined)
})

test('a console is shown as lines without what moves the cursor', () => {
  const text =
    '\u001b[2J\u001b[1;31mBoot\u001b[0m ok\r\n10%\r20%\r100%\r\n\u001b]0;title\u0007login: \u0008'
  assert.deepEqual(
    consoleLines(text).map((line) => line.text),
    ['Boot ok', '100%', 'login: '],
  )
  assert.deepEqual(consoleLines(''), [])
})

test('a console that is read again is joined where it overlaps', () => {
  const cases = [
    ['', 'a\nb\n', 'a\nb\n'],
    ['a\nb\n', '', 'a\nb\n'],
    ['a\nb\n', 'c\n', 'a\nb\nc\n'],
    ['a\nb\n', 'a\nb\n', 'a\nb\n'],
    ['a\nb\n', 'a\nb\nc\n', 'a\nb\nc\n'],
    ['a\nb\nc\n', 'b\nc\nd\n', 'a\nb\nc\nd\n'],
    ['aab', 'aabaab', 'aabaab'],
    ['xabab', 'ababc', 'xababc'],
    ['aaaa', 'aa', 'aaaa'],
  ] as const
  for (const [known, read, all] of cases) assert.equal(joinLog(known, read), all)
})
