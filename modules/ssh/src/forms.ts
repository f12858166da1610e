import { field } from '@berth/sdk'
import { z } from 'zod'
import { parseFingerprints } from './fingerprint.ts'
import { parameterLines } from './parameters.ts'

/** How to reach one server. */
export const serverSettings = z
  .strictObject({
    host: z
      .string()
      .regex(/^[A-Za-z0-9.:_-]{1,253}$/)
      .meta(
        field({
          label: { en: 'Address', fr: 'Adresse' },
          placeholder: 'web1.example.com',
        }),
      ),
    port: z
      .int()
      .min(1)
      .max(65_535)
      .default(22)
      .meta(field({ label: { en: 'Port', fr: 'Port' } })),
    user: z
      .string()
      .regex(/^[A-Za-z_][A-Za-z0-9_.@$-]{0,63}$/)
      .default('root')
      .meta(field({ label: { en: 'User', fr: 'Utilisateur' } })),
    privateKey: z
      .string()
      .max(32_768)
      .default('')
      .meta(
        field({
          label: { en: 'Private key', fr: 'Clé privée' },
          help: {
            en: 'In OpenSSH or PEM format. A key or a password is needed; a key is better.',
            fr: 'Au format OpenSSH ou PEM. Il faut une clé ou un mot de passe ; une clé vaut mieux.',
          },
          secret: true,
          multiline: true,
        }),
      ),
    passphrase: z
      .string()
      .max(1024)
      .default('')
      .meta(
        field({
          label: { en: 'Passphrase of the key', fr: 'Phrase secrète de la clé' },
          secret: true,
        }),
      ),
    password: z
      .string()
      .max(1024)
      .default('')
      .meta(field({ label: { en: 'Password', fr: 'Mot de passe' }, secret: true })),
    hostKeys: z
      .string()
      .max(2000)
      .default('')
      .refine((text) => text.trim() === '' || parseFingerprints(text).length > 0, {
        message: 'SHA256:… fingerprints, one per line',
      })
      .meta(
        field({
          label: { en: 'Pinned host keys', fr: 'Clés d’hôte épinglées' },
          help: {
            en: 'SHA-256 fingerprints, one per line. Leave it empty, test the connection, compare the key that it shows with the server’s (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), then enter it. Nothing is done while none is pinned.',
            fr: 'Empreintes SHA-256, une par ligne. Laissez vide, testez la connexion, comparez la clé affichée à celle du serveur (ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub), puis saisissez-la. Rien n’est fait tant qu’aucune n’est épinglée.',
          },
          placeholder: 'SHA256:…',
          multiline: true,
        }),
      ),
    become: z
      .enum(['none', 'sudo', 'doas'])
      .default('none')
      .meta(
        field({
          label: { en: 'Run scripts as', fr: 'Exécuter les scripts comme' },
          options: {
            none: { en: 'The user who logs in', fr: 'L’utilisateur connecté' },
            sudo: { en: 'root, through sudo', fr: 'root, par sudo' },
            doas: { en: 'root, through doas', fr: 'root, par doas' },
          },
        }),
      ),
    stateFolder: z
      .string()
      .regex(/^[A-Za-z0-9._/-]{1,200}$/)
      .default('.berth')
      .meta(
        field({
          label: { en: 'State folder', fr: 'Dossier d’état' },
          help: {
            en: 'Where the server remembers what was done; under the user’s home unless it begins with /. Must outlast a restart.',
            fr: 'Où le serveur se souvient de ce qui a été fait ; dans le répertoire de l’utilisateur, sauf s’il commence par /. Doit survivre à un redémarrage.',
          },
        }),
      ),
    secretParameters: parameterLines.meta(
      field({
        label: { en: 'Secret parameters', fr: 'Paramètres secrets' },
        help: {
          en: 'Lines of NAME:type=value, never shown and never logged; the scripts of every product get BERTH_PARAM_NAME.',
          fr: 'Des lignes NOM:type=valeur, jamais affichées ni journalisées ; les scripts de chaque produit reçoivent BERTH_PARAM_NOM.',
        },
        secret: true,
        multiline: true,
      }),
    ),
    listScript: z
      .string()
      .max(65_536)
      .default('')
      .meta(
        field({
          label: { en: 'Listing script', fr: 'Script de liste' },
          help: {
            en: 'Prints everything that is hosted, ours or not, for imports: remote_id=…, then name=, owner=, plan=, state= of each. Empty: only what was made here is listed.',
            fr: 'Affiche tout ce qui est hébergé, à nous ou non, pour les imports : remote_id=…, puis name=, owner=, plan=, state= pour chacun. Vide : seul ce qui a été créé ici est listé.',
          },
          multiline: true,
        }),
      ),
  })
  .refine(({ privateKey, password }) => privateKey !== '' || password !== '', {
    path: ['privateKey'],
    message: 'A private key or a password',
  })
export type SshSettings = z.output<typeof serverSettings>

/** What the customer gives. */
export const orderForm = z.strictObject({
  domain: z
    .string()
    .max(253)
    .regex(
      /^$|^(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/,
    )
    .default('')
    .meta(
      field({
        label: { en: 'Domain', fr: 'Domaine' },
        placeholder: 'www.example.com',
      }),
    ),
  parameters: z
    .string()
    .max(16_384)
    .default('')
    .meta(
      field({
        label: { en: 'Details', fr: 'Précisions' },
        help: {
          en: 'Lines of NAME=value, as the product’s description names them.',
          fr: 'Des lignes NOM=valeur, telles que la description du produit les nomme.',
        },
        multiline: true,
      }),
    ),
})
export type SshOrder = z.output<typeof orderForm>
