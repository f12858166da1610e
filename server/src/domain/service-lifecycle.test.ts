import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NO_METADATA } from './metadata.ts'
import {
  adoptedAs,
  checkMove,
  ENDED_STATUSES,
  MOVES,
  type MoveActor,
  type MoveName,
  type MoveRequest,
  type MoveSubject,
  STATUSES,
  type SuspensionCause,
} from './service-lifecycle.ts'
import {
  deleteRefusal,
  type EditableStatus,
  type StatusEdit,
  type StatusEditRefusal,
  statusEditRefusal,
} from './status-edit.ts'

const NOW = Date.UTC(2025, 2, 10, 12)
const LATER = NOW + 1
const ACTORS: readonly MoveActor[] = ['customer', 'staff', 'automation']

/** The table of the design: move, from, to, who, operation. */
const TABLE = `
deliver   | pending                                     | active     | staff automation          | create
suspend   | active                                      | suspended  | staff automation          | suspend
unsuspend | suspended                                   | active     | staff automation          | unsuspend
expire    | suspended                                   | expired    | automation                | terminate
terminate | pending active suspended                    | terminated | staff                     | terminate
cancel    | pending active suspended                    | cancelled  | customer staff automation | terminate
redeliver | active suspended expired terminated cancelled | former   | staff                     | redeliver
`
const rows = TABLE.trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([name, from, to, by, operation]) => ({
    name: name as MoveName,
    from: from?.split(' ') ?? [],
    to,
    by: by?.split(' ') ?? [],
    operation,
  }))

function subject(over: Partial<MoveSubject> = {}): MoveSubject {
  return {
    status: 'active',
    cycle: 'monthly',
    expiresAt: LATER,
    causes: [],
    cancellationScheduled: false,
    customerKind: 'business',
    suspendedAt: null,
    overdue: false,
    metadata: NO_METADATA,
    operations: [],
    ...over,
  }
}

/** A request that no guard of the move refuses for what it lacks. */
function willing(actor: MoveActor): MoveRequest {
  const cause: SuspensionCause = actor === 'staff' ? 'abuse' : 'overdue'
  return { actor, now: NOW, cause, confirmed: true, expiresAt: LATER, when: 'now' }
}

function refusalOf(name: MoveName, on: Partial<MoveSubject>, request: Partial<MoveRequest> = {}) {
  const check = checkMove(name, subject(on), { ...willing('staff'), ...request })
  return check.allowed ? null : check.refusal.code
}

describe('the table of moves', () => {
  it('names every move', () => {
    assert.deepEqual(
      rows.map(({ name }) => name),
      Object.keys(MOVES),
    )
  })
  for (const { name, from, to, by, operation } of rows)
    for (const status of STATUSES)
      for (const actor of ACTORS) {
        const legal = from.includes(status) && by.includes(actor)
        it(`${actor} may ${legal ? '' : 'not '}${name} from ${status}`, () => {
          const suspended = status === 'suspended'
          const causes: SuspensionCause[] = suspended && name === 'expire' ? ['overdue'] : []
          const on = subject({ status, causes, suspendedAt: suspended ? NOW - 1 : null })
          const check = checkMove(name, on, willing(actor))
          assert.equal(check.allowed, legal)
          if (!check.allowed) {
            const code = by.includes(actor) ? 'wrong_status' : 'not_permitted'
            assert.equal(check.refusal.code, code)
            return
          }
          const ended = (ENDED_STATUSES as readonly string[]).includes(status)
          assert.equal(check.to, to === 'former' ? (ended ? 'active' : status) : to)
          assert.equal(check.operation, operation)
        })
      }
})

describe('guards of the moves', () => {
  it('F6: no second operation of a kind while one is under way; a failed one may be asked again', () => {
    const operation = (state: 'queued' | 'running' | 'unknown' | 'failed') => ({
      operations: [{ kind: 'suspend' as const, state }],
    })
    for (const state of ['queued', 'running', 'unknown'] as const)
      assert.equal(refusalOf('suspend', operation(state)), 'already_requested')
    assert.equal(refusalOf('suspend', operation('failed')), null)
    assert.equal(refusalOf('terminate', operation('running')), null)
  })

  it('what is being imported is not ours yet: it is moved by nobody', () => {
    for (const state of ['queued', 'running', 'unknown', 'failed'] as const) {
      const importing = { status: 'pending', operations: [{ kind: 'adopt', state }] } as const
      for (const move of ['deliver', 'terminate', 'cancel'] as const)
        assert.equal(refusalOf(move, importing), 'being_imported')
    }
    const marked = { operations: [{ kind: 'adopt', state: 'running' }] } as const
    assert.equal(refusalOf('suspend', marked), null)
  })

  it('an imported service starts in what is true on the server', () => {
    assert.deepEqual(adoptedAs(false), { status: 'active', cause: null })
    assert.deepEqual(adoptedAs(true), { status: 'suspended', cause: 'other' })
  })

  it('staff suspend for staff causes, the automation for its own', () => {
    assert.equal(refusalOf('suspend', {}, { cause: 'overdue' }), 'cause_not_permitted')
    const byAutomation = { actor: 'automation', cause: 'abuse' } as const
    assert.equal(refusalOf('suspend', {}, byAutomation), 'cause_not_permitted')
    assert.equal(refusalOf('suspend', {}, { cause: undefined }), 'cause_not_permitted')
  })

  it('runs again only when no cause is left', () => {
    const both = { status: 'suspended', causes: ['overdue', 'abuse'] } as const
    const automation = { actor: 'automation' } as const
    assert.equal(refusalOf('unsuspend', both, automation), 'causes_remain')
    const clears = { ...automation, clears: ['abuse'] as const }
    assert.equal(refusalOf('unsuspend', both, clears), 'cause_not_permitted')
    assert.equal(refusalOf('unsuspend', both, { clears: ['abuse'] }), 'causes_remain')
    assert.equal(refusalOf('unsuspend', both), null)
  })

  it('asks staff until when, for one that is still overdue', () => {
    const late = { status: 'suspended', causes: ['overdue'], overdue: true } as const
    assert.equal(refusalOf('unsuspend', late), 'hold_needed')
    assert.equal(refusalOf('unsuspend', late, { holdUntil: NOW }), 'hold_needed')
    assert.equal(refusalOf('unsuspend', late, { holdUntil: LATER }), null)
  })

  it('expires only after a confirmed suspension, without a staff cause, where it is not off', () => {
    const by = { actor: 'automation' } as const
    const late = { status: 'suspended', causes: ['overdue'], suspendedAt: NOW - 1 } as const
    const off = (key: 'disable_auto_suspend' | 'disable_auto_terminate') => ({
      ...late,
      metadata: { ...NO_METADATA, [key]: true },
    })
    assert.equal(refusalOf('expire', late, by), null)
    assert.equal(
      refusalOf('expire', { ...late, suspendedAt: null }, by),
      'suspension_not_confirmed',
    )
    assert.equal(refusalOf('expire', { ...late, causes: ['overdue', 'abuse'] }, by), 'staff_cause')
    assert.equal(refusalOf('expire', { ...late, causes: [] }, by), 'no_cause')
    assert.equal(refusalOf('expire', off('disable_auto_suspend'), by), 'disabled')
    assert.equal(refusalOf('expire', off('disable_auto_terminate'), by), 'disabled')
  })

  it('terminate and redeliver want a confirmation, an ended one an expiry to come', () => {
    assert.equal(refusalOf('terminate', {}, { confirmed: false }), 'confirmation_needed')
    assert.equal(refusalOf('redeliver', {}, { confirmed: false }), 'confirmation_needed')
    const ended = { status: 'expired' } as const
    assert.equal(refusalOf('redeliver', ended, { expiresAt: NOW }), 'expiry_needed')
    assert.equal(refusalOf('redeliver', { ...ended, cycle: 'onetime' }, { expiresAt: NOW }), null)
  })
})

describe('cancellation', () => {
  const end = { actor: 'customer', when: 'end_of_period' } as const
  const now = { actor: 'customer', when: 'now' } as const

  it('H1: at the end of the period changes nothing yet', () => {
    const check = checkMove('cancel', subject(), { ...willing('customer'), ...end })
    assert.deepEqual(check, { allowed: true, to: 'active', operation: null })
  })
  it('past E means now', () => {
    const check = checkMove('cancel', subject({ expiresAt: NOW }), {
      ...willing('customer'),
      ...end,
    })
    assert.deepEqual(check, { allowed: true, to: 'cancelled', operation: 'terminate' })
  })
  it('H4: onetime and free only know now', () => {
    for (const cycle of ['onetime', 'free'] as const) {
      assert.equal(refusalOf('cancel', { cycle, expiresAt: null }, end), 'only_now')
      assert.equal(refusalOf('cancel', { cycle, expiresAt: null }, now), null)
    }
  })
  it('is scheduled once', () => {
    assert.equal(refusalOf('cancel', { cancellationScheduled: true }, end), 'already_scheduled')
    assert.equal(refusalOf('cancel', { cancellationScheduled: true }, now), null)
  })
  it('a customer cannot do it now under a staff cause', () => {
    const on = { status: 'suspended', causes: ['dispute'] } as const
    assert.equal(refusalOf('cancel', on, now), 'staff_cause')
    assert.equal(refusalOf('cancel', on, end), null)
    assert.equal(refusalOf('cancel', on, { ...now, actor: 'staff' }), null)
    assert.equal(refusalOf('cancel', { ...on, causes: ['overdue'] }, now), null)
  })
  it('H17: disable_cancel refuses it, but never a consumer’s end of the period', () => {
    const metadata = { ...NO_METADATA, disable_cancel: true }
    assert.equal(refusalOf('cancel', { metadata }, now), 'disabled')
    assert.equal(refusalOf('cancel', { metadata }, end), 'disabled')
    assert.equal(refusalOf('cancel', { metadata, customerKind: 'consumer' }, now), 'disabled')
    assert.equal(refusalOf('cancel', { metadata, customerKind: 'consumer' }, end), null)
    assert.equal(refusalOf('cancel', { metadata }, { ...now, actor: 'staff' }), null)
  })
})

describe('the status edited by hand', () => {
  const service = {
    status: 'active',
    hasOpenOperation: false,
    forLife: false,
    expiresAt: LATER,
  } as const satisfies EditableStatus
  const table: [string, Partial<EditableStatus>, Partial<StatusEdit>, StatusEditRefusal | null][] =
    [
      ['with a cause to suspended', {}, {}, null],
      ['to what it is already', {}, { to: 'active' }, 'unchanged'],
      ['while an operation is open', { hasOpenOperation: true }, {}, 'operation_open'],
      ['to suspended without a cause', {}, { cause: undefined }, 'cause_needed'],
      ['with the warning unread', {}, { confirmed: false }, 'confirmation_needed'],
      ['from ended to active', { status: 'expired' }, { to: 'active' }, 'expiry_needed'],
      [
        'from ended to active with an expiry that has passed',
        { status: 'cancelled' },
        { to: 'active', expiresAt: NOW },
        'expiry_needed',
      ],
      [
        'from ended to active with an expiry',
        { status: 'terminated' },
        { to: 'active', expiresAt: LATER },
        null,
      ],
      [
        'from ended to active for life',
        { status: 'expired', forLife: true, expiresAt: null },
        { to: 'active' },
        null,
      ],
      [
        'from pending without a term to active',
        { status: 'pending', expiresAt: null },
        { to: 'active' },
        'expiry_needed',
      ],
      [
        'from pending without a term to suspended',
        { status: 'pending', expiresAt: null },
        {},
        'expiry_needed',
      ],
      ['from suspended to active', { status: 'suspended' }, { to: 'active' }, null],
      ['to pending, which needs no term', { expiresAt: null }, { to: 'pending' }, null],
      ['from one end to another', { status: 'expired' }, { to: 'terminated' }, null],
      ['to an end with an expiry', {}, { to: 'terminated', expiresAt: LATER }, 'expiry_useless'],
      [
        'of a service for life with an expiry',
        { forLife: true, expiresAt: null, status: 'expired' },
        { to: 'active', expiresAt: LATER },
        'expiry_useless',
      ],
    ]
  for (const [what, at, wish, refusal] of table)
    it(`${what}: ${refusal ?? 'may be'}`, () => {
      const edit: StatusEdit = { to: 'suspended', cause: 'other', confirmed: true, ...wish }
      assert.equal(statusEditRefusal({ ...service, ...at }, edit, NOW), refusal)
    })

  it('I17: deletes what has ended and is removed, or never was there', () => {
    const ended = {
      status: 'expired',
      hasResource: true,
      removalConfirmed: true,
      hasOpenOperation: false,
    } as const
    assert.equal(deleteRefusal(ended), null)
    assert.equal(deleteRefusal({ ...ended, status: 'active' }), 'not_ended')
    assert.equal(deleteRefusal({ ...ended, removalConfirmed: false }), 'removal_not_confirmed')
    assert.equal(deleteRefusal({ ...ended, hasOpenOperation: true }), 'operation_open')
    assert.equal(deleteRefusal({ ...ended, status: 'pending' }), 'not_ended')
    assert.equal(deleteRefusal({ ...ended, status: 'pending', hasResource: false }), null)
  })
})
