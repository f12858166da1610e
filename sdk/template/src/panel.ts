import { fail, ok, type Panel, type PanelAction, type PanelOutcome, type Result } from '@berth/sdk'
import type { Client, Machine } from './client.ts'
import { actionForms, noteForm } from './forms.ts'
import { planName } from './machine.ts'

const everybody = {
  permission: 'services:operate',
  audience: ['staff', 'customer'],
} satisfies Partial<PanelAction>

/** What staff and customers see of a machine, as data. */
export function panelOf(machine: Machine): Panel {
  const running = machine.state === 'running'
  const off = running ? undefined : { en: 'It does not run.', fr: 'Elle ne tourne pas.' }
  return {
    overview: {
      statCards: [
        {
          id: 'memory',
          label: { en: 'Memory', fr: 'Mémoire' },
          icon: 'memory',
          value: machine.memory_used_bytes,
          limit: machine.memory_mb * 2 ** 20,
          unit: 'bytes',
        },
      ],
      facts: [{ label: { en: 'Plan', fr: 'Offre' }, value: planName(machine.memory_mb) }],
      connection: [{ label: { en: 'Address', fr: 'Adresse' }, value: machine.address, copy: true }],
      credentials: [
        {
          id: 'root',
          label: { en: 'Password', fr: 'Mot de passe' },
          username: 'root',
          secret: 'password',
          audience: ['staff', 'customer'],
        },
      ],
    },
    actions: [
      {
        ...everybody,
        id: 'restart',
        kind: 'call',
        icon: 'restart',
        label: { en: 'Restart', fr: 'Redémarrer' },
        disabled: off,
      },
      {
        ...everybody,
        id: 'console',
        kind: 'link',
        icon: 'console',
        label: { en: 'Console', fr: 'Console' },
        disabled: off,
      },
      {
        ...everybody,
        id: 'note',
        kind: 'call',
        icon: 'file',
        label: { en: 'Note', fr: 'Note' },
        form: noteForm,
      },
    ],
    tabs: [
      {
        id: 'notes',
        title: { en: 'Note', fr: 'Note' },
        icon: 'file',
        audience: ['staff', 'customer'],
        blocks: [
          { type: 'facts', facts: [{ label: { en: 'Note', fr: 'Note' }, value: machine.note }] },
          { type: 'form', action: 'note' },
        ],
      },
    ],
  }
}

/** Carries out one action of the panel. */
export async function runAction(
  client: Client,
  machine: Machine,
  actionId: string,
  input: Record<string, unknown>,
): Promise<Result<PanelOutcome>> {
  switch (actionId) {
    case 'restart': {
      const done = await client.power(machine.id, 'restart')
      return done.ok ? ok({ message: { en: 'Restarted.', fr: 'Redémarrée.' } }) : done
    }
    case 'console': {
      const link = await client.consoleLink(machine.id)
      return link.ok ? ok({ link: link.value.url }) : link
    }
    case 'note': {
      const { text } = actionForms.note.parse(input)
      const done = await client.change(machine.id, { note: text })
      return done.ok ? ok({ message: { en: 'Noted.', fr: 'Noté.' } }) : done
    }
    default:
      return fail('unsupported', `There is no action ${actionId}`)
  }
}
