import {
  fail,
  type OperationContext,
  ok,
  type PanelAction,
  type PanelOutcome,
  type Result,
  type ServerConfig,
  type Text,
} from '@berth/sdk'
import type { ContainerInfo } from 'dockerode'
import { power, reinstall, remake } from './changes.ts'
import { connect } from './client.ts'
import { ownContainer, stateOf } from './containers.ts'
import { actionForms, type DockerSettings, reinstallForm } from './forms.ts'
import type { DockerService } from './plan.ts'

type Server = ServerConfig<DockerSettings>

/** What can be done to a service's container, and why not right now. */
export function actionsOf(container: ContainerInfo, service: DockerService): PanelAction[] {
  const state = stateOf(container)
  const running = state === 'running'
  const suspended = service.suspended || state === 'suspended'
  const blocked = suspended ? WHY_NOT.suspended : undefined
  const off = blocked ?? (running ? undefined : WHY_NOT.off)
  const on = blocked ?? (running ? WHY_NOT.on : undefined)
  const { ports, pull } = service.product
  return [
    { ...BOTH, id: 'start', label: LABEL.start, icon: 'play', disabled: on },
    { ...BOTH, id: 'stop', label: LABEL.stop, icon: 'stop', disabled: off },
    { ...BOTH, id: 'restart', label: LABEL.restart, icon: 'restart', disabled: off },
    ...(pull === 'never' ? [] : [{ ...UPDATE, disabled: blocked }]),
    ...(ports.trim() === '' ? [] : [{ ...REALLOCATE, disabled: blocked }]),
    { ...REINSTALL, disabled: blocked },
  ]
}

const BOTH = {
  kind: 'call',
  permission: 'services:operate',
  audience: ['staff', 'customer'],
} satisfies Partial<PanelAction>

const WHY_NOT = {
  suspended: { en: 'The service is suspended', fr: 'Le service est suspendu' },
  off: { en: 'It is not running', fr: 'Il n’est pas en marche' },
  on: { en: 'It is running', fr: 'Il est déjà en marche' },
} as const

const LABEL = {
  start: { en: 'Start', fr: 'Démarrer' },
  stop: { en: 'Stop', fr: 'Arrêter' },
  restart: { en: 'Restart', fr: 'Redémarrer' },
} as const

const UPDATE: PanelAction = {
  ...BOTH,
  id: 'update_image',
  label: { en: 'Update the image', fr: 'Mettre l’image à jour' },
  icon: 'download',
  confirm: {
    title: { en: 'Update the image?', fr: 'Mettre l’image à jour ?' },
    text: {
      en: 'The newest image of the same name is fetched. If it differs, the container is made anew from it: it restarts, the volume, the addresses and the ports stay.',
      fr: 'L’image la plus récente du même nom est téléchargée. Si elle diffère, le conteneur est recréé : il redémarre, le volume, les adresses et les ports restent.',
    },
  },
}

const REALLOCATE: PanelAction = {
  ...BOTH,
  id: 'reallocate_ports',
  label: { en: 'Change the ports', fr: 'Changer les ports' },
  icon: 'network',
  audience: ['staff'],
  confirm: {
    title: { en: 'Give it other ports?', fr: 'Attribuer d’autres ports ?' },
    text: {
      en: 'The container is made anew with other ports of the server; the volume stays. Whoever uses the old addresses must be told.',
      fr: 'Le conteneur est recréé avec d’autres ports du serveur ; le volume reste. Il faut prévenir ceux qui utilisent les anciennes adresses.',
    },
    danger: true,
  },
}

const REINSTALL: PanelAction = {
  ...BOTH,
  id: 'reinstall',
  label: { en: 'Reinstall', fr: 'Réinstaller' },
  icon: 'reinstall',
  tone: 'danger',
  form: reinstallForm,
  confirm: {
    title: { en: 'Reinstall the container?', fr: 'Réinstaller le conteneur ?' },
    text: {
      en: 'The container is made anew from its image and starts again. Without “keep the data” its volume is emptied for good.',
      fr: 'Le conteneur est recréé depuis son image puis redémarre. Sans « conserver les données », son volume est vidé définitivement.',
    },
    danger: true,
  },
}

const DONE = {
  start: { en: 'Started', fr: 'Démarré' },
  stop: { en: 'Stopped', fr: 'Arrêté' },
  restart: { en: 'Restarted', fr: 'Redémarré' },
  moved: { en: 'It has other ports', fr: 'Les ports ont changé' },
  updated: { en: 'Updated to the newest image', fr: 'Image mise à jour' },
  newest: { en: 'It has the newest image already', fr: 'L’image est déjà la plus récente' },
  kept: { en: 'Reinstalled; the data is kept', fr: 'Réinstallé ; les données sont conservées' },
  emptied: { en: 'Reinstalled with an empty volume', fr: 'Réinstallé avec un volume vide' },
} as const

/** Carries out one action of the panel. */
export async function panelAction(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
  actionId: string,
  input: Record<string, unknown>,
): Promise<Result<PanelOutcome>> {
  if (actionId === 'start' || actionId === 'stop' || actionId === 'restart') {
    const done = await power(ctx, server, service, actionId)
    return done.ok ? ok({ message: DONE[actionId], resource: done.value }) : done
  }
  const known = ['reinstall', 'update_image', 'reallocate_ports']
  if (!known.includes(actionId)) return fail('unsupported', `There is no action ${actionId}`)
  if (service.suspended) return fail('rejected', 'The service is suspended')
  if (actionId === 'update_image') return updateImage(ctx, server, service)
  const done =
    actionId === 'reinstall'
      ? await reinstall(ctx, server, service, actionForms.reinstall.parse(input))
      : await remake(ctx, connect(ctx, server.settings), service, {
          keepData: true,
          otherPorts: true,
        })
  if (!done.ok) return done
  return ok({ message: wordsOf(actionId, input), resource: done.value })
}

function wordsOf(actionId: string, input: Record<string, unknown>): Text {
  if (actionId === 'reallocate_ports') return DONE.moved
  return input.keepData === false ? DONE.emptied : DONE.kept
}

/** The newest image of the same name; the container is made anew only if that is another one. */
async function updateImage(
  ctx: OperationContext,
  server: Server,
  service: DockerService,
): Promise<Result<PanelOutcome>> {
  const engine = connect(ctx, server.settings)
  const before = await ownContainer(engine, service.key)
  if (!before.ok) return before
  const done = await remake(ctx, engine, service, {
    keepData: true,
    newestImage: true,
    onlyIfNewer: true,
  })
  if (!done.ok) return done
  const after = await ownContainer(engine, service.key)
  if (!after.ok) return after
  const isSame = before.value?.ImageID === after.value?.ImageID
  return ok({ message: isSame ? DONE.newest : DONE.updated, resource: done.value })
}
