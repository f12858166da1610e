import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { NO_METADATA, resolveMetadata, validateMetadata } from './metadata.ts'

describe('metadata', () => {
  it('is the service’s, else its product’s, key by key', () => {
    const service = { max_renewals: '3', disable_cancel: 'false' }
    const product = { max_renewals: '9', disable_cancel: 'true', disable_auto_suspend: 'true' }
    assert.deepEqual(resolveMetadata(service, product), {
      ...NO_METADATA,
      max_renewals: 3,
      disable_auto_suspend: true,
    })
    assert.deepEqual(resolveMetadata({ colour: 'blue' }, null), NO_METADATA)
  })

  it('is validated by name; unknown keys have no rules', () => {
    const problems = validateMetadata({
      max_renewals: '-1',
      max_renewals_in_current_week: 'two',
      max_renewals_in_current_month: '0',
      disable_cancel: 'yes',
      disable_auto_terminate: 'true',
      anything: 'goes',
    })
    assert.deepEqual(problems, [
      { key: 'max_renewals', code: 'not_a_count' },
      { key: 'max_renewals_in_current_week', code: 'not_a_count' },
      { key: 'disable_cancel', code: 'not_true_or_false' },
    ])
  })

  it('ignores a stored value that means nothing, and looks at the product', () => {
    assert.equal(resolveMetadata({ max_renewals: 'many' }, { max_renewals: '2' }).max_renewals, 2)
    assert.deepEqual(resolveMetadata({ toString: 'true' }, null), NO_METADATA)
  })
})
