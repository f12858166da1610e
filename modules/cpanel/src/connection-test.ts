import { type ConnectionCheck, type ModuleContext, ok, type Result, type Text } from '@berth/sdk'
import { connect } from './client.ts'
import type { WhmServer } from './create.ts'
import { readMarks } from './marks.ts'
import { privilegesSchema } from './shapes.ts'

/** What the token needs, by WHM's name of the privilege; `all` is every one of them. */
const PRIVILEGES: readonly (readonly [string, Text])[] = [
  ['list-accts', { en: 'List accounts', fr: 'Lister les comptes' }],
  ['acct-summary', { en: 'Read an account', fr: 'Lire un compte' }],
  ['list-pkgs', { en: 'List packages', fr: 'Lister les forfaits' }],
  ['create-acct', { en: 'Create accounts', fr: 'Créer des comptes' }],
  ['suspend-acct', { en: 'Suspend accounts', fr: 'Suspendre des comptes' }],
  ['kill-acct', { en: 'Remove accounts', fr: 'Supprimer des comptes' }],
  ['upgrade-account', { en: 'Change packages', fr: 'Changer de forfait' }],
  ['edit-account', { en: 'Change the contact', fr: 'Changer le contact' }],
  ['passwd', { en: 'Change passwords', fr: 'Changer les mots de passe' }],
  ['show-bandwidth', { en: 'Read bandwidth', fr: 'Lire le trafic' }],
  ['create-user-session', { en: 'Log customers in', fr: 'Connecter les clients' }],
  ['cpanel-api', { en: 'Count domains and mailboxes', fr: 'Compter domaines et boîtes mail' }],
]

/** Asks WHM which privileges the token has, and whether our store can be read. */
export async function testConnection(
  ctx: ModuleContext,
  server: WhmServer,
): Promise<Result<readonly ConnectionCheck[]>> {
  const client = connect(ctx, server)
  const answer = await client.call('myprivs', {}, privilegesSchema)
  const reach = { en: 'Reach WHM', fr: 'Joindre WHM' }
  if (!answer.ok) {
    const { message } = answer.error
    return ok([{ id: 'reach', name: reach, ok: false, message }])
  }
  const has = answer.value.privileges[0] ?? {}
  const marks = await readMarks(client, ['connection-test'])
  return ok([
    { id: 'reach', name: reach, ok: true, message: '' },
    ...PRIVILEGES.map(([privilege, name]) => privilegeCheck(privilege, name, has)),
    {
      id: 'store',
      name: { en: 'Keep our keys (NVData)', fr: 'Conserver nos clés (NVData)' },
      ok: marks.ok,
      message: marks.ok ? '' : marks.error.message,
    },
  ])
}

function privilegeCheck(
  privilege: string,
  name: Text,
  has: Readonly<Record<string, number>>,
): ConnectionCheck {
  const granted = has.all === 1 || has[privilege] === 1
  return {
    id: privilege.replaceAll('-', '_'),
    name: { en: `${name.en} (${privilege})`, fr: `${name.fr} (${privilege})` },
    ok: granted,
    message: granted ? '' : `The privilege ${privilege} is missing`,
  }
}
