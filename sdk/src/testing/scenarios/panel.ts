import assert from 'node:assert/strict'
import type { ServiceInput } from '../../delivery.ts'
import { formSchema } from '../../form.ts'
import { type Panel, type PanelView, panelOutcomeSchema, panelSchema } from '../../panel.ts'
import { type Trial, value } from '../trial.ts'
import { type Scenario, withService } from './scenario.ts'

const needsPanel = ({ module }: Trial) => (module.panel ? null : 'the module has no panel')

/** The panel as the server would take it, checked. */
async function readPanel(trial: Trial, service: ServiceInput, view?: PanelView): Promise<Panel> {
  const panel = value(await trial.call.panel(service, view))
  return panelSchema.parse(JSON.parse(JSON.stringify(panel)))
}

/** Ids are unique, forms are the declared ones, and nothing points at what is not there. */
function checkReferences(panel: Panel, trial: Trial, service: ServiceInput) {
  const ids = panel.actions.map((action) => action.id)
  assert.equal(new Set(ids).size, ids.length, 'action ids are unique')
  const tabs = panel.tabs.map((tab) => tab.id)
  assert.equal(new Set(tabs).size, tabs.length, 'tab ids are unique')
  for (const action of panel.actions) {
    const form = trial.module.actionForms?.[action.id]
    assert.deepEqual(action.form, form && formSchema(form), `form of ${action.id}`)
  }
  for (const block of panel.tabs.flatMap((tab) => tab.blocks ?? [])) {
    const named =
      block.type === 'form' ? [block.action] : block.type === 'actions' ? block.actions : []
    for (const id of named) assert.ok(ids.includes(id), `a block names the action ${id}`)
  }
  for (const { secret } of panel.overview.credentials) {
    assert.ok(service.resource?.secrets[secret] !== undefined, `the secret ${secret} exists`)
  }
}

/** Calls every action, those that are disabled as soon as another one has enabled them. */
async function callEveryAction(trial: Trial, service: ServiceInput) {
  const { module, target, call } = trial
  let resource = service.resource
  const left = new Set((await readPanel(trial, service)).actions.map((action) => action.id))
  while (left.size > 0) {
    const panel = await readPanel(trial, { ...service, resource })
    const next = panel.actions.find((action) => left.has(action.id) && !action.disabled)
    if (!next) assert.fail(`never callable: ${[...left].join(', ')}`)
    left.delete(next.id)
    const raw = target.actionInputs?.[next.id] ?? {}
    const input = module.actionForms?.[next.id]?.parse(raw) ?? {}
    const outcome = value(await call.panelAction({ ...service, resource }, next.id, input))
    panelOutcomeSchema.parse(JSON.parse(JSON.stringify(outcome)))
    if (next.kind === 'link') assert.ok(outcome.link, `${next.id} answers a link`)
    if (outcome.resource) resource = outcome.resource
  }
}

export const PANEL: readonly Scenario[] = [
  {
    name: 'the panel is valid data and refers to what exists',
    cannotRun: needsPanel,
    run: (trial) =>
      withService(trial, async (service) => {
        const named = { ...service, name: 'Serveur d’été ☀' }
        checkReferences(await readPanel(trial, named), trial, service)
        value(await trial.call.suspend(service))
        const suspended = { ...service, suspended: true }
        checkReferences(await readPanel(trial, suspended), trial, suspended)
      }),
  },
  {
    name: 'each tab of the panel has its blocks when it is asked for',
    cannotRun: needsPanel,
    run: (trial) =>
      withService(trial, async (service) => {
        const { tabs } = await readPanel(trial, service, { tab: null })
        for (const { id, href } of tabs) {
          if (href) continue
          const panel = await readPanel(trial, service, { tab: id })
          const tab = panel.tabs.find((one) => one.id === id)
          assert.ok(tab?.blocks, `the tab ${id} has blocks`)
          checkReferences(panel, trial, service)
        }
      }),
  },
  {
    name: 'every action of the panel is callable',
    cannotRun: needsPanel,
    run: (trial) =>
      withService(trial, async (service) => {
        await callEveryAction(trial, service)
        assert.equal(await trial.target.countByKey(service.key), 1)
      }),
  },
  {
    name: 'an action that does not exist is unsupported',
    cannotRun: ({ module }) => (module.panelAction ? null : 'the module has no panel actions'),
    run: (trial) =>
      withService(trial, async (service) => {
        const answer = await trial.call.panelAction(service, 'no_such_action', {})
        assert.equal(answer.ok ? 'ok' : answer.error.code, 'unsupported')
      }),
  },
]
