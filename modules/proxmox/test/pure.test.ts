import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  addressOfTag,
  addressTag,
  canonical,
  chooseAddress,
  parseRanges,
} from '../src/addresses.ts'
import { heldAddresses, heldLine } from '../src/claims.ts'
import { hasPrivilege, neededPrivileges } from '../src/connection.ts'
import { codeOfWords, refusalOf } from '../src/failures.ts'
import { net0Of, parseConfig } from '../src/guest-config.ts'
import { notesWith, rebuiltLine, wasRebuiltBy } from '../src/notes.ts'
import { passwordOf } from '../src/password.ts'
import { pickNode } from '../src/placement.ts'
import { changedTags, keyOf, parseTags } from '../src/tags.ts'
import { percentOf } from '../src/tasks.ts'
import { settingsFor } from './targets.ts'

const KEY = '01234567-89ab-4cde-8f01-23456789abcd'
/** Format `pve-tag` of Proxmox. */
const PVE_TAG = /^[a-z0-9_][a-z0-9_+.-]*$/

describe('addresses', () => {
  const search = (text: string, taken: string[] = [], more: object = {}) => {
    const ranges = parseRanges(text)
    const family = text.includes(':') ? 6 : 4
    return chooseAddress(ranges, { family, taken: new Set(taken), ...more })
  }

  const WHOLE: readonly [string, string, string][] = [
    ['192.0.2.0/24 via 192.0.2.1', '192.0.2.2', 'the network and the gateway are nobody’s'],
    ['192.0.2.0/24', '192.0.2.1', 'the network is nobody’s'],
    ['192.0.2.9-192.0.2.9/24', '192.0.2.9', 'a range of one'],
    ['192.0.2.8/31', '192.0.2.8', 'two hosts, no network'],
    ['192.0.2.8/32 via 10.0.0.1', '192.0.2.8', 'one host, a gateway elsewhere'],
    ['2001:db8::/64', '2001:db8::1', 'IPv6'],
    ['2001:DB8::a-2001:db8::f/64 via fe80::1', '2001:db8::a', 'a range of IPv6'],
  ]
  for (const [text, first, why] of WHOLE) {
    test(`the first of ${text} is ${first}: ${why}`, () => {
      assert.equal(search(text)?.address, first)
    })
  }

  test('taken ones are passed over, and a full range has none', () => {
    const two = '192.0.2.8-192.0.2.9/24'
    assert.equal(search(two, ['192.0.2.8'])?.address, '192.0.2.9')
    assert.equal(search(two, ['192.0.2.8', '192.0.2.9']), null)
    assert.equal(search(`${two}\n10.0.0.5-10.0.0.5/8`, ['192.0.2.8', '192.0.2.9'])?.prefix, 8)
  })

  test('a search may begin anywhere and comes round', () => {
    const range = '192.0.2.10-192.0.2.19/24'
    assert.equal(search(range, [], { start: 0.5 })?.address, '192.0.2.15')
    assert.equal(search(range, ['192.0.2.19'], { start: 0.95 })?.address, '192.0.2.10')
  })

  test('the one it had is kept while it is free and offered', () => {
    const range = '192.0.2.10-192.0.2.19/24'
    assert.equal(search(range, [], { preferred: '192.0.2.17' })?.address, '192.0.2.17')
    assert.equal(search(range, ['192.0.2.17'], { preferred: '192.0.2.17' })?.address, '192.0.2.10')
    assert.equal(search(range, [], { preferred: '10.0.0.1' })?.address, '192.0.2.10')
  })

  for (const line of [
    '192.0.2.0',
    '192.0.2.0/33',
    '192.0.2.9-192.0.2.1/24',
    'a/24',
    '192.0.2.1-2001:db8::1/24',
    '192.0.2.0/24 via fe80::1',
  ]) {
    test(`${line} is no line of addresses`, () => {
      assert.throws(() => parseRanges(line))
      assert.throws(() => settingsFor('https://pve', { addresses: line }))
    })
  }

  for (const address of ['192.0.2.10', '2001:db8::5', '::1', 'fe80::1:2:3:4']) {
    test(`${address} as a tag is a tag of Proxmox and reads back`, () => {
      const tag = addressTag(address)
      assert.match(tag, PVE_TAG)
      assert.equal(addressOfTag(tag), canonical(address))
    })
  }

  test('other tags are no addresses', () => {
    assert.equal(addressOfTag('berth-ip4-no'), null)
    assert.equal(addressOfTag('web'), null)
  })
})

describe('tags and notes', () => {
  test('staff’s own tags stay, ours are replaced', () => {
    const tags = parseTags('web; berth-suspended,berth-ip4-192-0-2-1')
    assert.equal(
      changedTags(tags, { key: KEY, addresses: ['192.0.2.2'], suspended: false }),
      `web;berth-${KEY};berth-ip4-192-0-2-2`,
    )
    for (const tag of changedTags(tags, { key: KEY, restart: true }).split(';')) {
      assert.match(tag, PVE_TAG)
    }
  })

  test('the key is read from tags, and from the name of a guest in the making', () => {
    assert.equal(keyOf([`berth-${KEY}`], 'vps-1'), KEY)
    assert.equal(keyOf([], `berth-${KEY}`), KEY)
    assert.equal(keyOf(['berth-suspended'], 'berth-1'), null)
  })

  test('staff’s lines of the notes stay', () => {
    const before = notesWith('Ask Ann first', { number: 7, name: 'Ancien' })
    const after = notesWith(before, { number: 7, name: 'Été ✓' }, [heldLine(['192.0.2.2'])])
    assert.equal(after, 'Berth service 7: Été ✓\nBerth addresses: 192.0.2.2\nAsk Ann first')
    assert.deepEqual(heldAddresses(after), ['192.0.2.2'])
    assert.equal(wasRebuiltBy(notesWith(rebuiltLine('o'), { number: 7, name: 'x' }), 'o'), true)
  })
})

describe('what Proxmox says', () => {
  const SENTENCES: readonly [string, string][] = [
    ['VM is locked (backup)', 'transient'],
    ["can't lock file '/var/lock/qemu-server/lock-100.conf' - got timeout", 'transient'],
    ["Configuration file 'nodes/pve1/qemu-server/100.conf' does not exist", 'not_found'],
    ['unable to create VM 100: config file already exists', 'conflict'],
    ["VM 100 already exists on node 'pve1'", 'conflict'],
    ['Permission check failed (/vms/100, VM.Allocate)', 'auth'],
    ["storage 'slow' does not exist", 'config'],
    ['no such cluster node', 'config'],
    ['lvcreate error: Volume group "pve" has insufficient free space', 'capacity'],
    ['copy failed: No space left on device', 'capacity'],
    ['shrinking disks is not supported', 'rejected'],
    ["can't remove VM 100 - protection mode enabled", 'rejected'],
    ['VM 100 already running', 'rejected'],
    ['snapshot feature is not available', 'unsupported'],
  ]
  for (const [sentence, code] of SENTENCES) {
    test(`“${sentence}” is ${code}`, () => assert.equal(codeOfWords(sentence), code))
  }

  test('a sentence nobody knows is left to the status', () => {
    assert.equal(codeOfWords('internal error'), undefined)
    const refusal = refusalOf({ status: 500, reason: 'internal error', body: { data: null } })
    assert.deepEqual(refusal, { message: 'internal error' })
  })

  test('a parameter that is refused points at our field', () => {
    const body = {
      data: null,
      errors: { memory: 'too much' },
      message: 'Parameter verification failed.\n',
    }
    assert.deepEqual(refusalOf({ status: 400, reason: 'x', body }), {
      code: 'rejected',
      message: 'Parameter verification failed. (memory: too much)',
      pointer: '/product/memoryMb',
    })
  })

  test('a node that is not reached has done nothing; one that broke off may have', () => {
    assert.equal(refusalOf({ status: 595, reason: 'No route', body: null }).lost, undefined)
    for (const status of [596, 599]) {
      assert.equal(refusalOf({ status, reason: 'broke off', body: null }).lost, true)
    }
  })

  test('progress is the last percentage of a task’s log', () => {
    assert.equal(
      percentOf(['drive scsi0 (1.00%)', 'transferred 2 GiB of 10 GiB (20.40%)', 'x']),
      20,
    )
    assert.equal(percentOf(['create full clone of drive scsi0']), null)
  })
})

describe('configurations', () => {
  test('of a virtual machine are read', () => {
    const config = parseConfig('qemu', {
      name: 'vps',
      cores: 2,
      sockets: 2,
      memory: 'current=4096',
      boot: 'order=ide2;virtio0',
      ide2: 'local:cloudinit,media=cdrom',
      virtio0: 'ceph:vm-1-disk-0,discard=on,size=32G',
      net0: 'virtio=BC:24:11:00:00:01,bridge=vmbr1',
      ipconfig0: 'ip=192.0.2.7/24,gw=192.0.2.1,ip6=auto',
    })
    assert.deepEqual([config.cores, config.memoryMb, config.hasCloudInit], [4, 4096, true])
    assert.deepEqual(config.disk, { id: 'virtio0', gib: 32, volume: 'ceph:vm-1-disk-0' })
    assert.deepEqual(config.addresses, ['192.0.2.7'])
  })

  test('a network card keeps its hardware address', () => {
    const settings = settingsFor('https://pve', { vlan: 5, bridge: 'vmbr1' })
    const wish = { settings, firewall: true, rateMb: 10 }
    assert.equal(
      net0Of('qemu', 'e1000=BC:24:11:00:00:01,bridge=vmbr0,firewall=0', wish, 'ip=dhcp'),
      'e1000=BC:24:11:00:00:01,bridge=vmbr1,firewall=1,rate=10,tag=5',
    )
    assert.equal(
      net0Of('lxc', 'name=eth0,hwaddr=BC:24:11:00:00:01,bridge=vmbr0', wish, 'ip=dhcp'),
      'name=eth0,hwaddr=BC:24:11:00:00:01,type=veth,bridge=vmbr1,firewall=1,rate=10,tag=5,ip=dhcp',
    )
  })
})

describe('the node for a guest', () => {
  const GIB = 2 ** 30
  const node = (name: string, free: number, isOnline = true) => {
    return { name, isOnline, freeMemoryBytes: free * GIB }
  }
  const cluster = {
    guests: [],
    nodes: [node('a', 8), node('b', 32), node('c', 64, false)],
    storages: [
      { node: 'a', name: 'lvm', isShared: false, freeBytes: 100 * GIB },
      { node: 'b', name: 'lvm', isShared: false, freeBytes: 5 * GIB },
    ],
  }
  const wish = {
    allowed: [],
    withTemplate: null,
    memoryBytes: GIB,
    storage: null,
    diskBytes: 10 * GIB,
  }
  const pick = (change: object) => {
    const picked = pickNode(cluster, { ...wish, ...change })
    return picked.ok ? picked.value : picked.error.code
  }

  test('is the one with most free memory that is there', () => assert.equal(pick({}), 'b'))
  test('has room on the storage', () => assert.equal(pick({ storage: 'lvm' }), 'a'))
  test('is allowed', () => assert.equal(pick({ allowed: ['a'] }), 'a'))
  test('has the template', () => assert.equal(pick({ withTemplate: ['a', 'c'] }), 'a'))
  test('is missing where none has room', () => {
    assert.equal(pick({ memoryBytes: 40 * GIB }), 'capacity')
  })
  test('is missing where none is allowed', () => assert.equal(pick({ allowed: ['z'] }), 'config'))
  test('is waited for while it is offline', () =>
    assert.equal(pick({ allowed: ['c'] }), 'transient'))
})

describe('privileges', () => {
  test('are handed down from above unless a nearer path is listed', () => {
    const permissions = { '/': { A: true, B: false }, '/storage/x': { C: false } }
    assert.equal(hasPrivilege(permissions, '/vms', 'A'), true)
    assert.equal(hasPrivilege(permissions, '/vms', 'B'), false)
    assert.equal(hasPrivilege(permissions, '/storage/x', 'A'), false)
    assert.equal(hasPrivilege(permissions, '/storage/x', 'C'), true)
  })

  test('differ by release', () => {
    const names = (major: number) =>
      neededPrivileges(settingsFor('https://pve'), major).map((one) => one.privilege)
    assert.ok(names(7).includes('VM.Monitor') && !names(7).includes('SDN.Use'))
    assert.ok(names(8).includes('SDN.Use'))
    assert.ok(names(9).includes('VM.GuestAgent.Unrestricted') && !names(9).includes('VM.Monitor'))
  })
})

test('a password follows from its occasion and tells nothing of it', () => {
  const settings = settingsFor('https://pve')
  assert.equal(passwordOf(settings, 'a'), passwordOf(settings, 'a'))
  assert.notEqual(passwordOf(settings, 'a'), passwordOf(settings, 'b'))
  assert.match(passwordOf(settings, 'a'), /^[a-z2-9]{20}$/)
})
