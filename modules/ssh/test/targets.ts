import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ConformanceTarget } from '@berth/sdk/testing'
import { serverSettings } from '../src/forms.ts'
import { productSettings } from '../src/product-form.ts'
import { faultsOf, startFaultProxy } from './fault-proxy.ts'
import { makeKeys } from './servers/keys.ts'
import { startSshd } from './servers/sshd.ts'
import { startStandIn } from './servers/stand-in.ts'

/** A place where scripts run, with what tests look at behind the module's back. */
export interface ShellTarget extends ConformanceTarget {
  /** Where the "sites" of the test scripts are. */
  readonly root: string
  /** The module's folder on the server. */
  readonly stateFolder: string
}

/** What is hosted in these tests: a folder of its own for each creation that really runs. */
export const CREATE = `set -eu
echo "$BERTH_OPERATION_ID" >>"$BERTH_PARAM_ROOT/creations"
if [ -e "$BERTH_PARAM_ROOT/blocked-$BERTH_KEY" ]; then
  echo 'message=Something else is at that place'
  exit 76
fi
site=$(mktemp -d "$BERTH_PARAM_ROOT/site-XXXXXXXX")
printf '%s\\n' "$BERTH_PLAN" >"$site/plan"
printf '%s\\n' "$BERTH_CUSTOMER_EMAIL" >"$site/owner"
printf '%s\\n' "$BERTH_NAME" >"$site/name"
printf '%s\\n' "$BERTH_KEY" >"$site/key"
echo 'progress=50 Half of it'
echo "remote_id=\${site##*/}"
echo "secret:password=first-$BERTH_NUMBER-$$"
echo "fact:username=web$BERTH_NUMBER"
echo "connect:Folder|Dossier=$site"
echo "link:Site=https://$BERTH_NUMBER.example.test/"
echo "a word on stderr, and $BERTH_PARAM_TOKEN" >&2
`

const IN_SITE = `site=$BERTH_PARAM_ROOT/$BERTH_REMOTE_ID
`
export const SUSPEND = `${IN_SITE}: >"$site/suspended"\n`
export const UNSUSPEND = `${IN_SITE}rm -f "$site/suspended"\n`
export const TERMINATE = `[ -n "$BERTH_REMOTE_ID" ] || exit 0
${IN_SITE}rm -rf "$site"
`
const DESCRIBE = `describe() {
  IFS= read -r plan <"$1/plan"
  IFS= read -r owner <"$1/owner"
  IFS= read -r name <"$1/name"
  echo "plan=$plan"
  echo "owner=$owner"
  echo "name=$name"
  if [ -e "$1/suspended" ]; then echo state=suspended; else echo state=running; fi
}
`
export const INSPECT = `${DESCRIBE}${IN_SITE}[ -d "$site" ] || exit 66
describe "$site"
echo 'usage:disk=1024/2048 bytes'
`
const CHANGE_PLAN = `${IN_SITE}printf '%s\\n' "$BERTH_PLAN" >"$site/plan"\n`
const RESET_PASSWORD = `echo "secret:password=again-$$"\n`

const listing = (root: string) => `${DESCRIBE}for site in ${root}/site-*; do
  [ -d "$site" ] || continue
  echo "remote_id=\${site##*/}"
  describe "$site"
done
`

/** The product of the tests; `inspect: false` leaves out the look-up script. */
export function productFor(root: string, changes: Record<string, unknown> = {}) {
  return productSettings.parse({
    plan: 'small',
    parameters: `ROOT:text=${root}\nDISK_MB:int=100`,
    orderParameters: 'NOTE:text',
    createScript: CREATE,
    suspendScript: SUSPEND,
    unsuspendScript: UNSUSPEND,
    terminateScript: TERMINATE,
    inspectScript: INSPECT,
    changePlanScript: CHANGE_PLAN,
    resetPasswordScript: RESET_PASSWORD,
    limitSeconds: 60,
    ...changes,
  })
}

export type Kind = 'stand-in' | 'sshd'

/** Starts an SSH server behind a proxy that can spoil connections. */
export async function shellTarget(kind: Kind, fillCount = 1000): Promise<ShellTarget> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-ssh-'))
  const [root, home, stateFolder] = ['sites', 'home', 'state'].map((name) => join(folder, name))
  if (!root || !home || !stateFolder) throw new Error('no folders')
  await Promise.all([root, home, stateFolder].map((one) => mkdir(one, { recursive: true })))
  const keys = await makeKeys(folder)
  const daemon = await (kind === 'sshd' ? startSshd(keys, folder) : startStandIn(keys, home))
  const proxy = await startFaultProxy(daemon.port)
  const pauseFile = join(stateFolder, 'pause')
  const sites = sitesIn(root)
  return {
    root,
    stateFolder,
    server: {
      id: 'server-1',
      name: 'Shell',
      settings: serverSettings.parse({
        host: '127.0.0.1',
        port: proxy.port,
        user: daemon.user,
        privateKey: keys.userKey,
        hostKeys: keys.fingerprint,
        stateFolder,
        secretParameters: 'TOKEN:text=parameter-secret-5f2b',
        listScript: listing(root),
      }),
    },
    product: productFor(root),
    otherProduct: productFor(root, { plan: 'large' }),
    orderData: { domain: 'www.example.test', parameters: "NOTE=it's $HOME `id` \\ «é» ✓" },
    fillCount,
    ...sites,
    async withhold() {
      // A folder that cannot be written to: root may write to any, so it is none.
      await rename(stateFolder, `${stateFolder}.kept`)
      await writeFile(stateFolder, '')
      return {
        named: stateFolder,
        async restore() {
          await rm(stateFolder)
          await rename(`${stateFolder}.kept`, stateFolder)
        },
      }
    },
    faults: faultsOf(proxy, {
      refuseLogin: keys.forbid,
      acceptLogin: keys.authorize,
      pause: (seconds) => writeFile(pauseFile, String(seconds)),
      goOn: () => rm(pauseFile, { force: true }),
    }),
    async close() {
      await proxy.close()
      await daemon.close()
      await rm(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** The sites as they are on the disk. */
function sitesIn(root: string) {
  const make = async (name: string) => {
    const site = join(root, name)
    await mkdir(site)
    for (const [file, text] of Object.entries({ plan: 'old', owner: 'her@example.test', name })) {
      await writeFile(join(site, file), `${text}\n`)
    }
  }
  return {
    async countByKey(key: string) {
      const names = await readdir(root)
      const keys = await Promise.all(
        names.map((name) => readFile(join(root, name, 'key'), 'utf8').catch(() => '')),
      )
      return keys.filter((one) => one.trim() === key).length + (await adopted(root, key))
    },
    async obstruct(key: string) {
      const file = join(root, `blocked-${key}`)
      await writeFile(file, '')
      return () => rm(file)
    },
    async fill(count: number) {
      for (let i = 0; i < count; i++) await make(`site-theirs-${i}-${randomUUID()}`)
    },
    async makeOrphan() {
      const name = `site-orphan-${randomUUID()}`
      await make(name)
      return name
    },
  }
}

/** What was taken over carries its key in the server's records only. */
async function adopted(root: string, key: string): Promise<number> {
  const record = join(root, '..', 'state', 'services', key, 'known.adopt')
  const text = await readFile(record, 'utf8').catch(() => '')
  const [, id] = /^remote_id=(.*)$/m.exec(text) ?? []
  const there = id ? await readdir(join(root, id)).catch(() => null) : null
  return there === null ? 0 : 1
}
