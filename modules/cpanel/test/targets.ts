import assert from 'node:assert/strict'
import type { ConformanceTarget } from '@berth/sdk/testing'
import { serverSettings } from '../src/forms.ts'
import { type StandIn, startStandIn, TOKEN } from './stand-in/start.ts'
import { addAccount, type WhmState } from './stand-in/state.ts'

export const settingsFor = (url: string) => serverSettings.parse({ url, token: TOKEN })

const DOMAIN = 'münchen-example.de'

/** Who has the key, by the accounts themselves and the store. */
function countByKey({ accounts, stores }: WhmState, key: string): number {
  const marks = stores.get('berth') ?? new Map<string, string>()
  return [...accounts.keys()].filter((user) => marks.get(user) === key).length
}

/** A target for the conformance kit over this stand-in; closing it fails for what it found broken. */
export function targetOf(standIn: StandIn): ConformanceTarget {
  const { state } = standIn
  // The kit orders several accounts with one order form.
  state.uniqueDomains = false
  return {
    server: { id: 'server-1', name: 'WHM', settings: settingsFor(standIn.url) },
    product: { package: 'small', dedicatedIp: false, keepDns: false },
    otherProduct: { package: 'large', dedicatedIp: false, keepDns: false },
    orderData: { domain: DOMAIN },
    countByKey: async (key) => countByKey(state, key),
    async obstruct() {
      const theirs = addAccount(state, { domain: 'xn--mnchen-example-gsb.de' })
      state.uniqueDomains = true
      return async () => {
        state.uniqueDomains = false
        state.accounts.delete(theirs.user)
      }
    },
    async fill(count) {
      for (let i = 0; i < count; i++) addAccount(state)
    },
    makeOrphan: async () => addAccount(state, { user: 'orphan', domain: 'orphan.test' }).user,
    async withhold() {
      state.denied.add('kill-acct')
      const restore = async () => void state.denied.delete('kill-acct')
      return { named: 'kill-acct', restore }
    },
    faults: standIn.faults,
    async close() {
      await standIn.close()
      assert.deepEqual([...new Set(standIn.violations)], [])
    },
  }
}

export async function standInTarget(): Promise<ConformanceTarget> {
  return targetOf(await startStandIn())
}
