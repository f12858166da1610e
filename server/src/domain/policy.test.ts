import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { CYCLES } from './cycle.ts'
import { DEFAULT_POLICIES, POLICY_LEVELS, resolvePolicy } from './policy.ts'
import { validatePolicy } from './policy-limits.ts'

describe('policies', () => {
  for (const [cycle, lead, reminders] of [
    ['weekly', 3, [2, 1]],
    ['monthly', 7, [7, 5, 3, 1]],
    ['semiannually', 7, [7, 5, 3, 1]],
    ['annually', 30, [30, 14, 7, 3, 1]],
    ['triennially', 30, [30, 14, 7, 3, 1]],
  ] as const)
    it(`${cycle}: ${lead} days ahead, reminders ${reminders.join(', ')}`, () => {
      assert.equal(DEFAULT_POLICIES[cycle].invoiceLeadDays, lead)
      assert.deepEqual(DEFAULT_POLICIES[cycle].reminderDays, reminders)
    })

  it('take each field from the nearest level that sets it, and remember which', () => {
    for (const [index, level] of POLICY_LEVELS.slice(0, -1).entries()) {
      const below = POLICY_LEVELS.slice(index, -1)
      const layers = Object.fromEntries(
        below.map((name) => [name, { suspendAfterDays: POLICY_LEVELS.indexOf(name) + 10 }]),
      )
      const { values, from } = resolvePolicy('monthly', layers)
      assert.equal(values.suspendAfterDays, index + 10)
      assert.equal(from.suspendAfterDays, level)
      assert.equal(from.minNoticeDays, 'default')
    }
  })

  it('may set a field for one cycle only, and null where null means something', () => {
    const layers = {
      installation: { invoiceLeadDays: 14, perCycle: { weekly: { invoiceLeadDays: 2 } } },
      product: { renewalGraceDays: null },
      group: { renewalGraceDays: 9 },
    }
    assert.equal(resolvePolicy('monthly', layers).values.invoiceLeadDays, 14)
    assert.equal(resolvePolicy('weekly', layers).values.invoiceLeadDays, 2)
    assert.equal(resolvePolicy('weekly', layers).values.renewalGraceDays, null)
    assert.equal(resolvePolicy('weekly', layers).from.renewalGraceDays, 'product')
  })

  it('are refused out of range, field by field', () => {
    const problems = validatePolicy({
      invoiceLeadDays: -1,
      suspendAfterDays: 1.5,
      reminderDays: [9, 8, 7, 6, 5, 4, 3],
      finalNoticeDays: [900],
      mailHours: { fromHour: 20, toHour: 8, weekends: true, holidays: true },
      destructiveHours: { fromHour: 9, toHour: 25, weekends: true, holidays: true },
      renewalGraceDays: null,
    })
    assert.deepEqual(
      problems.map(({ field, code }) => `${field} ${code}`),
      [
        'invoiceLeadDays not_in_range',
        'suspendAfterDays not_in_range',
        'reminderDays too_many',
        'finalNoticeDays not_in_range',
        'mailHours closes_before_it_opens',
        'destructiveHours not_in_range',
      ],
    )
    for (const cycle of CYCLES) assert.deepEqual(validatePolicy(DEFAULT_POLICIES[cycle]), [])
  })
})
