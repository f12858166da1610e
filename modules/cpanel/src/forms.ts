import { field } from '@berth/sdk'
import { z } from 'zod'

/** How to reach one WHM, and what customers are told. */
export const serverSettings = z.strictObject({
  url: z.url({ protocol: /^https?$/ }).meta(
    field({
      label: { en: 'Address of WHM', fr: 'Adresse de WHM' },
      help: {
        en: 'With its port, usually 2087.',
        fr: 'Avec son port, d’habitude 2087.',
      },
      placeholder: 'https://web1.example.com:2087',
    }),
  ),
  user: z
    .string()
    .regex(/^[a-z0-9_-]{1,32}$/)
    .default('root')
    .meta(
      field({
        label: { en: 'WHM user', fr: 'Utilisateur WHM' },
        help: {
          en: 'root, or a reseller: then only the reseller’s accounts are seen.',
          fr: 'root, ou un revendeur : seuls ses comptes sont alors visibles.',
        },
      }),
    ),
  token: z
    .string()
    .min(1)
    .max(200)
    .meta(
      field({
        label: { en: 'API token', fr: 'Jeton d’API' },
        help: {
          en: 'WHM → Development → Manage API Tokens. The connection test names the privileges that are missing.',
          fr: 'WHM → Development → Manage API Tokens. Le test de connexion nomme les privilèges manquants.',
        },
        secret: true,
      }),
    ),
  ca: z
    .string()
    .max(65_536)
    .default('')
    .meta(
      field({
        label: { en: 'Certificate authority (PEM)', fr: 'Autorité de certification (PEM)' },
        help: {
          en: 'Only where WHM’s certificate is not from a public authority.',
          fr: 'Seulement si le certificat de WHM ne vient pas d’une autorité publique.',
        },
        multiline: true,
      }),
    ),
  fingerprint: z
    .string()
    .max(200)
    .default('')
    .meta(
      field({
        label: { en: 'Pinned certificate (SHA-256)', fr: 'Certificat épinglé (SHA-256)' },
        help: {
          en: 'Trusts that very certificate instead of any authority: right for self-signed ones.',
          fr: 'Accepte ce certificat précis au lieu d’une autorité : pour les certificats auto-signés.',
        },
      }),
    ),
  publicHost: z
    .string()
    .regex(/^[A-Za-z0-9.-]{0,253}$/)
    .default('')
    .meta(
      field({
        label: { en: 'Host name for customers', fr: 'Nom d’hôte pour les clients' },
        help: {
          en: 'For cPanel, mail and FTP. Empty: that of the address above.',
          fr: 'Pour cPanel, le courriel et le FTP. Vide : celui de l’adresse ci-dessus.',
        },
      }),
    ),
  nameservers: z
    .string()
    .max(500)
    .regex(/^[A-Za-z0-9.\s,-]*$/)
    .default('')
    .meta(
      field({
        label: { en: 'Name servers', fr: 'Serveurs de noms' },
        help: {
          en: 'Told to customers. Empty: those that WHM gives the account.',
          fr: 'Indiqués aux clients. Vide : ceux que WHM donne au compte.',
        },
        placeholder: 'ns1.example.com ns2.example.com',
      }),
    ),
  suspensionReason: z
    .string()
    .max(200)
    .default('Suspended by billing')
    .meta(
      field({
        label: { en: 'Reason of a suspension', fr: 'Motif d’une suspension' },
        help: {
          en: 'Shown in WHM where no reason is known otherwise; the service’s number is put behind it.',
          fr: 'Affiché dans WHM quand aucun autre motif n’est connu, suivi du numéro du service.',
        },
      }),
    ),
})
export type CpanelSettings = z.output<typeof serverSettings>

/** What a product fixes. */
export const productSettings = z.strictObject({
  package: z
    .string()
    .min(1)
    .max(200)
    .meta(
      field({
        label: { en: 'Package', fr: 'Forfait' },
        help: {
          en: 'A hosting plan of WHM; it decides about disk, bandwidth, mailboxes and all else.',
          fr: 'Un forfait de WHM ; il décide du disque, du trafic, des boîtes mail et de tout le reste.',
        },
        choices: 'packages',
      }),
    ),
  dedicatedIp: z
    .boolean()
    .default(false)
    .meta(field({ label: { en: 'An IP address of its own', fr: 'Une adresse IP dédiée' } })),
  keepDns: z
    .boolean()
    .default(false)
    .meta(
      field({
        label: { en: 'Keep the DNS zone at the end', fr: 'Conserver la zone DNS à la fin' },
      }),
    ),
})
export type CpanelProduct = z.output<typeof productSettings>

/** Labels of letters, digits and inner hyphens, in any script; the last one begins with a letter. */
const DOMAIN =
  /^([a-zA-Z0-9\u00a1-\uffff]([a-zA-Z0-9\u00a1-\uffff-]{0,61}[a-zA-Z0-9\u00a1-\uffff])?\.)+[a-zA-Z\u00a1-\uffff]([a-zA-Z0-9\u00a1-\uffff-]{0,61}[a-zA-Z0-9\u00a1-\uffff])$/

/** What the customer gives. */
export const orderForm = z.strictObject({
  domain: z
    .string()
    .min(4)
    .max(253)
    .regex(DOMAIN)
    .meta(
      field({
        label: { en: 'Domain', fr: 'Nom de domaine' },
        help: {
          en: 'The site’s main domain, without www.',
          fr: 'Le domaine principal du site, sans www.',
        },
        placeholder: 'example.com',
      }),
    ),
})
export type CpanelOrder = z.output<typeof orderForm>
