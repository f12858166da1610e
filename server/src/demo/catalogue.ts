import {
  type DemoGroup,
  type DemoProduct,
  game,
  group,
  none,
  TERM,
  voice,
  vps,
  web,
} from './product-lines.ts'

export const GROUPS: readonly DemoGroup[] = [
  group(
    'game',
    ['Game servers', 'Serveurs de jeu'],
    ['Ready in a minute, near your players.', 'Prêts en une minute, au plus près de vos joueurs.'],
  ),
  group(
    'vps',
    ['Virtual servers', 'Serveurs virtuels'],
    [
      'Root access, NVMe disks, hourly snapshots.',
      'Accès root, disques NVMe, instantanés horaires.',
    ],
  ),
  group(
    'web',
    ['Web hosting', 'Hébergement web'],
    [
      'For sites and shops, with mail and backups.',
      'Pour sites et boutiques, courriel et sauvegardes compris.',
    ],
  ),
  group(
    'voice',
    ['Voice servers', 'Serveurs vocaux'],
    ['Clear voice for teams and guilds.', 'Une voix claire pour équipes et guildes.'],
  ),
  group(
    'domains',
    ['Domain names', 'Noms de domaine'],
    ['Registered in your name.', 'Enregistrés à votre nom.'],
  ),
  group(
    'care',
    ['Support and care', 'Support et infogérance'],
    ['People who look after it for you.', 'Des personnes qui s’en occupent pour vous.'],
  ),
  { ...group('apps', ['Applications', 'Applications'], ['', '']), visibility: 'hidden' },
]

/** Machines of the sandbox provider, one group per line of products. */
export const SERVER_GROUPS = [
  { name: 'Game – Paris', servers: ['par-game-1', 'par-game-2', 'par-game-3'] },
  { name: 'VPS – Paris', servers: ['par-vps-1', 'par-vps-2', 'par-vps-3'] },
  { name: 'VPS – Montréal', servers: ['mtl-vps-1'] },
  { name: 'Web – Paris', servers: ['par-web-1', 'par-web-2'] },
  { name: 'Voice – Paris', servers: ['par-voice-1'] },
  { name: 'Containers', servers: [] },
] as const

export const PRODUCTS: readonly DemoProduct[] = [
  game('Survival 4 GB', 'Survival 4 Go', { memoryMb: 4096, diskGb: 20, cpuCores: 2 }, 790, 13),
  game('Survival 8 GB', 'Survival 8 Go', { memoryMb: 8192, diskGb: 40, cpuCores: 3 }, 1490, 9),
  {
    ...game('Arena 16 GB', 'Arena 16 Go', { memoryMb: 16_384, diskGb: 80, cpuCores: 6 }, 2990, 4),
    stock: 11,
  },
  vps('VPS Start', { memoryMb: 2048, diskGb: 40, cpuCores: 1 }, 490, 13),
  vps('VPS Business', { memoryMb: 8192, diskGb: 160, cpuCores: 4 }, 1790, 9),
  {
    ...vps('VPS Scale', { memoryMb: 32_768, diskGb: 640, cpuCores: 12 }, 6490, 4),
    deliverOn: 'approval',
    setupFee: 2500,
    cycles: [...TERM, 'biennially'],
  },
  {
    ...vps('VPS Montréal', { memoryMb: 4096, diskGb: 80, cpuCores: 2 }, 990, 4),
    serverGroup: 'VPS – Montréal',
    stock: 8,
  },
  web('Web Starter', 'Web Essentiel', { memoryMb: 512, diskGb: 10, cpuCores: 1 }, 290, 13),
  web('Web Pro', 'Web Pro', { memoryMb: 1024, diskGb: 50, cpuCores: 1 }, 690, 10),
  {
    ...web('Web Agency', 'Web Agence', { memoryMb: 4096, diskGb: 200, cpuCores: 2 }, 2490, 3),
    setupFee: 4900,
  },
  voice('Voice 25 slots', 'Vocal 25 places', { memoryMb: 256, diskGb: 2, cpuCores: 1 }, 250, 5),
  voice('Voice 100 slots', 'Vocal 100 places', { memoryMb: 512, diskGb: 4, cpuCores: 1 }, 750, 3),
  {
    ...none('domains', 'Domain .fr', 'Domaine .fr', 75, 9),
    cycles: ['annually', 'biennially', 'triennially'],
    metadata: { disable_auto_terminate: 'true' },
  },
  {
    ...none('domains', 'Domain .com', 'Domaine .com', 110, 7),
    cycles: ['annually', 'biennially', 'triennially'],
    metadata: { disable_auto_terminate: 'true' },
  },
  {
    ...none('care', 'Premium support', 'Support Premium', 3900, 4),
    cycles: ['monthly', 'annually'],
  },
  {
    ...none('care', 'Backup 100 GB', 'Sauvegarde 100 Go', 590, 5),
    cycles: ['monthly', 'annually'],
  },
  {
    ...none(
      'care',
      'Launch coaching, 12 weeks',
      'Accompagnement au lancement, 12 semaines',
      21_500,
      1,
    ),
    cycles: ['weekly'],
    maxRenewals: 11,
  },
  {
    ...none('care', 'Migration to us', 'Migration vers nos serveurs', 9900, 2),
    cycles: ['onetime'],
    deliverOn: 'manual',
  },
  { ...none('care', 'Status page', 'Page d’état', 0, 2), cycles: ['free'] },
  {
    ...none('apps', 'Container app', 'Application en conteneur', 590, 0),
    type: 'docker',
    serverGroup: 'Containers',
    moduleSettings: { image: 'docker.io/library/nginx:1', ports: '80/http', volumePath: '' },
    visibility: 'hidden',
    cycles: ['monthly'],
  },
]
