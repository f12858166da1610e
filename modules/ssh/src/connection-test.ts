import {
  type ConnectionCheck,
  type ModuleContext,
  ok,
  type Result,
  type ServerConfig,
  type Text,
} from '@berth/sdk'
import { type HostKey, isPinned } from './fingerprint.ts'
import type { SshSettings } from './forms.ts'
import { list } from './look.ts'
import { keyWords, runProgram } from './session.ts'

/**
 * Looks at everything that is needed before a script can run. The host key that the server presents
 * is in the answer in any case: staff compare it and pin it.
 */
export async function testConnection(
  ctx: ModuleContext,
  server: ServerConfig<SshSettings>,
): Promise<Result<readonly ConnectionCheck[]>> {
  const { settings } = server
  let presented: HostKey | null = null
  const onHostKey = (key: HostKey) => {
    presented = key
  }
  const answer = await runProgram(ctx, settings, { entry: 'check' }, { onHostKey })
  const why = answer.ok ? '' : answer.error.message
  const key = presented as HostKey | null
  const checks = [
    check('reach', REACH, key !== null, key === null ? why : `${settings.host}:${settings.port}`),
    hostKeyCheck(key, settings),
  ]
  if (!key || !isPinned(key, settings.hostKeys)) return ok(checks)
  const refused = !answer.ok && answer.error.code === 'auth'
  checks.push(check('login', { en: 'Log in', fr: 'Se connecter' }, !refused, refused ? why : ''))
  if (refused) return ok(checks)
  checks.push(check('shell', SHELL, answer.ok, why))
  if (!answer.ok) return ok(checks)
  const done = answer.value.checks
  const missing = [...done].flatMap(([name, there]) =>
    name.startsWith('tool ') && !there ? [name.slice('tool '.length)] : [],
  )
  const folder = settings.stateFolder
  checks.push(
    check('tools', TOOLS, missing.length === 0, missing.join(', ')),
    check('folder', FOLDER, done.get('folder') === true, folder),
    check('link', LINK, done.get('link') === true, folder),
    check('process', PROCESS, done.get('process') === true, ''),
  )
  if (settings.listScript !== '') checks.push(await listingCheck(ctx, server))
  return ok(checks)
}

const REACH = { en: 'Reach the server', fr: 'Joindre le serveur' }
const SHELL = { en: 'Start a shell (sh -s)', fr: 'Démarrer un shell (sh -s)' }
const TOOLS = { en: 'POSIX programs', fr: 'Programmes POSIX' }
const FOLDER = { en: 'Write to the state folder', fr: 'Écrire dans le dossier d’état' }
const LINK = { en: 'Hard links in the state folder', fr: 'Liens physiques dans le dossier d’état' }
const PROCESS = { en: 'See running processes', fr: 'Voir les processus en cours' }

function check(id: string, name: Text, isOk: boolean, message: string): ConnectionCheck {
  return { id, name, ok: isOk, message }
}

function hostKeyCheck(key: HostKey | null, { hostKeys }: SshSettings): ConnectionCheck {
  const name = { en: 'Host key is pinned', fr: 'Clé d’hôte épinglée' }
  if (!key) return check('host_key', name, false, '')
  return check('host_key', name, isPinned(key, hostKeys), keyWords(key))
}

async function listingCheck(
  ctx: ModuleContext,
  server: ServerConfig<SshSettings>,
): Promise<ConnectionCheck> {
  const listed = await list(ctx, server, null)
  const name = { en: 'Listing script', fr: 'Script de liste' }
  return check('list_script', name, listed.ok, listed.ok ? '' : listed.error.message)
}
