import { field } from '@berth/sdk'
import { z } from 'zod'
import { parseRanges } from './addresses.ts'

function readable(text: string): boolean {
  try {
    parseRanges(text)
    return true
  } catch {
    return false
  }
}

/** Names of nodes, storages and so on, as Proxmox takes them. */
const name = z.string().regex(/^([A-Za-z0-9][A-Za-z0-9._-]{0,62})?$/)

/** How to reach one cluster or single node, and what its guests are made of. */
export const serverSettings = z
  .strictObject({
    url: z.url({ protocol: /^https?$/ }).meta(
      field({
        label: { en: 'Address', fr: 'Adresse' },
        help: {
          en: 'Any node of the cluster. Without a port: 8006.',
          fr: 'N’importe quel nœud du cluster. Sans port : 8006.',
        },
        placeholder: 'https://pve.example.com:8006',
      }),
    ),
    tokenId: z
      .string()
      .regex(/^[^\s@!]+@[A-Za-z][A-Za-z0-9._-]+![A-Za-z][A-Za-z0-9._-]+$/)
      .meta(
        field({
          label: { en: 'API token', fr: 'Jeton d’API' },
          help: {
            en: 'User, realm and name of the token, as Proxmox shows it.',
            fr: 'Utilisateur, domaine et nom du jeton, comme Proxmox l’affiche.',
          },
          placeholder: 'berth@pve!berth',
        }),
      ),
    tokenSecret: z
      .string()
      .min(8)
      .meta(field({ label: { en: 'Secret of the token', fr: 'Secret du jeton' }, secret: true })),
    fingerprint: z
      .string()
      .regex(/^([0-9A-Fa-f]{2}(:?[0-9A-Fa-f]{2}){31})?$/)
      .default('')
      .meta(
        field({
          label: { en: 'Fingerprint of the certificate', fr: 'Empreinte du certificat' },
          help: {
            en: 'SHA-256, as the node’s certificates page shows it. For self-signed certificates.',
            fr: 'SHA-256, comme sur la page des certificats du nœud. Pour les certificats auto-signés.',
          },
        }),
      ),
    ca: z
      .string()
      .max(65_536)
      .default('')
      .meta(
        field({
          label: { en: 'Certificate of the authority', fr: 'Certificat de l’autorité' },
          help: {
            en: 'PEM, such as /etc/pve/pve-root-ca.pem. Empty with a public certificate.',
            fr: 'PEM, comme /etc/pve/pve-root-ca.pem. Vide avec un certificat public.',
          },
          multiline: true,
        }),
      ),
    nodes: z
      .string()
      .max(2000)
      .default('')
      .meta(
        field({
          label: { en: 'Nodes for new guests', fr: 'Nœuds des nouvelles machines' },
          help: {
            en: 'Names with spaces between; empty: all. The one with most free memory is taken.',
            fr: 'Noms séparés par des espaces ; vide : tous. Celui qui a le plus de mémoire libre est pris.',
          },
          placeholder: 'pve1 pve2',
        }),
      ),
    storage: name.default('').meta(
      field({
        label: { en: 'Storage of disks', fr: 'Stockage des disques' },
        help: {
          en: 'For full clones and containers. Empty: that of the template.',
          fr: 'Pour les clones complets et les conteneurs. Vide : celui du modèle.',
        },
        placeholder: 'local-lvm',
      }),
    ),
    backupStorage: name.default('').meta(
      field({
        label: { en: 'Storage of backups', fr: 'Stockage des sauvegardes' },
        help: { en: 'Empty: no backups.', fr: 'Vide : pas de sauvegardes.' },
      }),
    ),
    pool: name.default('').meta(
      field({
        label: { en: 'Resource pool', fr: 'Pool de ressources' },
        help: { en: 'New guests are put there.', fr: 'Les nouvelles machines y sont placées.' },
      }),
    ),
    bridge: z
      .string()
      .regex(/^[A-Za-z][A-Za-z0-9_.]{0,14}$/)
      .default('vmbr0')
      .meta(field({ label: { en: 'Bridge', fr: 'Pont réseau' } })),
    vlan: z
      .int()
      .min(0)
      .max(4094)
      .default(0)
      .meta(
        field({
          label: { en: 'VLAN', fr: 'VLAN' },
          help: { en: '0: none.', fr: '0 : aucun.' },
        }),
      ),
    addresses: z
      .string()
      .max(20_000)
      .refine(readable, 'Not readable as lines of addresses')
      .default('')
      .meta(
        field({
          label: { en: 'Addresses for guests', fr: 'Adresses des machines' },
          help: {
            en: 'A range or network per line, IPv4 or IPv6, with its gateway.',
            fr: 'Une plage ou un réseau par ligne, IPv4 ou IPv6, avec sa passerelle.',
          },
          placeholder: '192.0.2.10-192.0.2.60/24 via 192.0.2.1',
          multiline: true,
        }),
      ),
    readForeignGuests: z
      .boolean()
      .default(true)
      .meta(
        field({
          label: { en: 'Respect addresses of foreign guests', fr: 'Respecter les autres machines' },
          help: {
            en: 'Before an address is given, guests that are not ours are read for theirs: one request each. Off: the addresses above are for Berth alone.',
            fr: 'Avant d’attribuer une adresse, celles des machines qui ne sont pas à nous sont lues : une requête chacune. Désactivé : les adresses ci-dessus sont à Berth seul.',
          },
        }),
      ),
    nameservers: z
      .string()
      .max(200)
      .regex(/^[0-9A-Fa-f.:\s]*$/)
      .default('')
      .meta(
        field({
          label: { en: 'Name servers', fr: 'Serveurs de noms' },
          help: { en: 'Empty: those of the node.', fr: 'Vide : ceux du nœud.' },
          placeholder: '192.0.2.53 2001:db8::53',
        }),
      ),
    searchDomain: z
      .string()
      .max(253)
      .regex(/^[A-Za-z0-9.-]*$/)
      .default('')
      .meta(field({ label: { en: 'Search domain', fr: 'Domaine de recherche' } })),
    reverseName: z
      .string()
      .max(253)
      .regex(/^[A-Za-z0-9.{}-]*$/)
      .default('')
      .meta(
        field({
          label: { en: 'Reverse DNS of addresses', fr: 'DNS inverse des adresses' },
          help: {
            en: 'Shown with the addresses; {address} is the address with hyphens. Proxmox has no DNS: it must exist in your zone.',
            fr: 'Affiché avec les adresses ; {address} est l’adresse avec des tirets. Proxmox n’a pas de DNS : il doit exister dans votre zone.',
          },
          placeholder: '{address}.vps.example.com',
        }),
      ),
    consoleUrl: z
      .string()
      .max(1000)
      .regex(/^(https:\/\/\S+)?$/)
      .default('')
      .meta(
        field({
          label: { en: 'Console address', fr: 'Adresse de la console' },
          help: {
            en: 'Of a gateway that customers may open, with {node} {kind} {vmid} {port} {ticket}. Empty: Proxmox’s own page, which asks for a login there and is for staff only.',
            fr: 'D’une passerelle ouverte aux clients, avec {node} {kind} {vmid} {port} {ticket}. Vide : la page de Proxmox, qui demande une connexion et reste réservée au personnel.',
          },
        }),
      ),
  })
  .refine(({ fingerprint, ca }) => fingerprint === '' || ca === '', {
    path: ['ca'],
    message: 'Either the fingerprint or the authority',
  })
export type ProxmoxSettings = z.output<typeof serverSettings>

/** Words with spaces, commas or lines between. */
export function wordsOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((word) => word !== '')
}
