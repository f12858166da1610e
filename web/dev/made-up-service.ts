import type { ActionOffer } from '../src/ui/action/action-types.ts'
import type { FormSchema } from '../src/ui/form/schema-model.ts'
import type { HistoryEntry } from '../src/ui/page/history-list.tsx'
import type { Panel } from '../src/ui/panel/panel-types.ts'

const GB = 1024 ** 3
const both = (en: string, fr: string) => ({ en, fr })

export const FORM: FormSchema = {
  type: 'object',
  required: ['image', 'memory', 'token'],
  properties: {
    image: {
      type: 'string',
      label: both('Image', 'Image'),
      help: both(
        'Name and tag, as the engine knows it',
        'Nom et étiquette, tels que le moteur les connaît',
      ),
    },
    memory: {
      type: 'integer',
      minimum: 64,
      maximum: 9007199254740991,
      default: 512,
      unit: 'MiB',
      label: both('Memory', 'Mémoire'),
    },
    restart: {
      type: 'string',
      enum: ['no', 'always'],
      default: 'always',
      label: both('Restart', 'Redémarrage'),
      options: { no: both('never', 'jamais'), always: both('always', 'toujours') },
    },
    backups: { type: 'boolean', default: true, label: both('Back-ups', 'Sauvegardes') },
    price: {
      type: 'object',
      label: both('Price', 'Prix'),
      properties: { amount: { type: 'string' }, currency: { type: 'string' } },
    },
    token: { type: 'string', secret: true, label: both('Token', 'Jeton') },
    hosts: { type: 'array', items: { type: 'string' }, label: both('Hosts', 'Hôtes') },
    environment: {
      type: 'object',
      additionalProperties: { type: 'string' },
      default: { MOTD: 'Bienvenue' },
      label: both('Environment', 'Environnement'),
    },
    limits: {
      type: 'object',
      label: both('Limits', 'Limites'),
      properties: { cpu: { type: 'number', unit: '%', label: both('CPU', 'Processeur') } },
    },
  },
}

export const ACTIONS: ActionOffer[] = [
  {
    id: 'service.suspend',
    allowed: true,
    form: {
      type: 'object',
      required: ['cause'],
      properties: {
        cause: { type: 'string', enum: ['abuse', 'request'], label: both('Cause', 'Motif') },
        note: { type: 'string', multiline: true, label: both('Note', 'Note') },
      },
    },
  },
  {
    id: 'service.unsuspend',
    allowed: false,
    reason: { code: 'not_suspended', text: 'The service is not suspended.' },
  },
  {
    id: 'service.terminate',
    allowed: true,
    effects: ['The container and its volume are removed.'],
  },
]

export const HISTORY: HistoryEntry[] = [
  {
    id: '1',
    text: 'Suspended for an unpaid invoice',
    at: new Date(Date.now() - 3_600_000).toISOString(),
    actor: { kind: 'automation' },
    cause: 'suspend after 3 days',
    changes: [{ field: 'status', before: 'active', after: 'suspended' }],
  },
  {
    id: '2',
    text: 'Renewed for one month',
    at: new Date(Date.now() - 40 * 86_400_000).toISOString(),
    actor: { kind: 'staff', name: 'Ada' },
  },
]

export const PANEL: Panel = {
  overview: {
    statCards: [
      {
        id: 'state',
        label: both('State', 'État'),
        value: both('running', 'en marche'),
        tone: 'success',
        icon: 'power',
      },
      {
        id: 'memory',
        label: both('Memory', 'Mémoire'),
        value: 6 * GB,
        limit: 25 * GB,
        unit: 'bytes',
        icon: 'memory',
      },
      {
        id: 'disk',
        label: both('Disk', 'Disque'),
        value: 47 * GB,
        limit: 50 * GB,
        unit: 'bytes',
        icon: 'disk',
      },
      {
        id: 'cpu',
        label: both('CPU', 'Processeur'),
        value: 37.5,
        limit: 100,
        unit: 'percent',
        icon: 'cpu',
      },
    ],
    facts: [
      { label: both('Image', 'Image'), value: 'minecraft:1.21' },
      { label: both('Up since', 'En marche depuis'), value: '3 d 4 h' },
    ],
    connection: [{ label: both('Address', 'Adresse'), value: '203.0.113.7:25565', copy: true }],
    credentials: [{ id: 'sftp', label: both('SFTP', 'SFTP'), username: 'player42' }],
  },
  actions: [
    { id: 'restart', label: both('Restart', 'Redémarrer'), icon: 'restart', kind: 'call' },
    {
      id: 'start',
      label: both('Start', 'Démarrer'),
      icon: 'play',
      kind: 'call',
      disabled: both('It runs already.', 'Déjà en marche.'),
    },
    {
      id: 'reinstall',
      label: both('Reinstall', 'Réinstaller'),
      icon: 'reinstall',
      kind: 'call',
      tone: 'danger',
      confirm: {
        title: both('Reinstall?', 'Réinstaller ?'),
        text: both('All data is lost.', 'Toutes les données sont perdues.'),
        danger: true,
        typed: 'player42',
      },
    },
  ],
  tabs: [
    {
      id: 'usage',
      title: both('Usage', 'Utilisation'),
      icon: 'chart',
      blocks: [
        {
          type: 'chart',
          title: both('CPU', 'Processeur'),
          shape: 'area',
          unit: 'percent',
          series: [{ id: 'cpu', label: both('CPU', 'Processeur') }],
          points: Array.from({ length: 30 }, (_, i) => ({
            at: Date.now() - (30 - i) * 60_000,
            values: { cpu: 30 + 20 * Math.sin(i / 3) },
          })),
        },
        {
          type: 'table',
          title: both('Ports', 'Ports'),
          columns: [
            { id: 'port', label: both('Port', 'Port') },
            { id: 'in', label: both('In', 'Entrée'), align: 'end', unit: 'bytes' },
          ],
          rows: [{ port: '25565/tcp', in: 3 * GB }],
        },
      ],
    },
    {
      id: 'log',
      title: both('Log', 'Journal'),
      icon: 'log',
      blocks: [
        {
          type: 'log',
          refreshMs: 2000,
          lines: Array.from({ length: 40 }, (_, i) => ({
            at: Date.now() - (40 - i) * 1000,
            stream: i % 9 === 0 ? ('stderr' as const) : ('stdout' as const),
            text: `[Server thread/INFO]: tick ${i}`,
          })),
        },
      ],
    },
  ],
}
