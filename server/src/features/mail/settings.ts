import { field } from '@berth/sdk'
import { z } from 'zod'
import type { Db, Tx } from '../../platform/db.ts'
import { defineSettings, readSettings } from '../settings/sections.ts'

const words = (en: string, fr: string) => ({ label: { en, fr } })

/** The SMTP server that mails leave by. Without a host they are kept and shown to staff. */
export const mailSettings = defineSettings(
  'mail',
  z.object({
    host: z
      .string()
      .trim()
      .max(253)
      .default('')
      .meta(
        field({
          ...words('SMTP server', 'Serveur SMTP'),
          placeholder: 'smtp.example.com',
          help: {
            en: 'Without one, mails are kept and can be read here; none leaves.',
            fr: 'Sans serveur, les e-mails sont conservés et consultables ici ; aucun ne part.',
          },
        }),
      ),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(587)
      .meta(field(words('Port', 'Port'))),
    encryption: z
      .enum(['starttls', 'tls', 'none'])
      .default('starttls')
      .meta(
        field({
          ...words('Encryption', 'Chiffrement'),
          options: {
            starttls: { en: 'STARTTLS (port 587)', fr: 'STARTTLS (port 587)' },
            tls: { en: 'TLS (port 465)', fr: 'TLS (port 465)' },
            none: { en: 'None', fr: 'Aucun' },
          },
        }),
      ),
    user: z
      .string()
      .max(200)
      .default('')
      .meta(field(words('User name', 'Identifiant'))),
    password: z
      .string()
      .max(500)
      .default('')
      .meta(field(words('Password', 'Mot de passe'))),
    fromName: z
      .string()
      .max(200)
      .default('')
      .meta(
        field({
          ...words('Sender’s name', 'Nom de l’expéditeur'),
          help: { en: 'Empty: the company’s.', fr: 'Vide : celui de l’entreprise.' },
        }),
      ),
    fromAddress: z
      .union([z.literal(''), z.email().max(200)])
      .default('')
      .meta(
        field({
          ...words('Sender’s address', 'Adresse de l’expéditeur'),
          help: { en: 'Empty: the company’s.', fr: 'Vide : celle de l’entreprise.' },
        }),
      ),
    perMinute: z
      .int()
      .min(0)
      .max(100_000)
      .default(0)
      .meta(
        field({
          ...words('Mails per minute at most', 'E-mails par minute au plus'),
          help: {
            en: '0: no limit. What your server allows; the rest waits its turn. Passwords, links and tests count and never wait.',
            fr: '0 : sans limite. Ce que votre serveur autorise ; le reste attend son tour. Mots de passe, liens et tests comptent et n’attendent jamais.',
          },
        }),
      ),
  }),
  ['password'],
)

/** True when an SMTP server is set; otherwise mails are kept. */
export async function mailIsConfigured(db: Db | Tx): Promise<boolean> {
  return (await readSettings(db, mailSettings)).host !== ''
}
