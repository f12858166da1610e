import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PANEL } from '../dev/made-up-service.ts'
import { panelRefreshMs } from '../src/ui/panel/panel-refresh.ts'

test('a panel is asked again only while something live is looked at', () => {
  assert.equal(panelRefreshMs(undefined, null), false)
  assert.equal(panelRefreshMs(PANEL, null), false)
  assert.equal(panelRefreshMs(PANEL, 'usage'), false)
  assert.equal(panelRefreshMs(PANEL, 'log'), 2000)
})

test('the shortest wish counts', () => {
  assert.equal(panelRefreshMs({ ...PANEL, refreshMs: 5000 }, 'log'), 2000)
  assert.equal(panelRefreshMs({ ...PANEL, refreshMs: 1000 }, 'log'), 1000)
  assert.equal(panelRefreshMs({ ...PANEL, refreshMs: 5000 }, null), 5000)
})
