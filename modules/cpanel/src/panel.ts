import {
  fail,
  type ModuleContext,
  type OperationContext,
  ok,
  type Panel,
  type PanelAction,
  type PanelFact,
  type PanelOutcome,
  type PanelView,
  type Result,
  type Text,
} from '@berth/sdk'
import { existingAccount, PASSWORD, resourceOf } from './accounts.ts'
import { resetPassword } from './changes.ts'
import { connect } from './client.ts'
import type { HostingService, WhmServer } from './create.ts'
import { readAccount, tabsOf } from './panel-tabs.ts'
import { type Account, sessionSchema } from './shapes.ts'
import { cardsOf, readBandwidth } from './usage.ts'

/** What customer and staff see of a hosting account. */
export async function panel(
  ctx: ModuleContext,
  server: WhmServer,
  service: HostingService,
  view?: PanelView,
): Promise<Result<Panel>> {
  const client = connect(ctx, server)
  const there = await existingAccount(client, service)
  if (!there.ok) return there
  const account = there.value
  const [bandwidth, readings] = await Promise.all([
    readBandwidth(client, account),
    readAccount(client, account, view),
  ])
  if (!bandwidth.ok) return bandwidth
  const { connection, secrets } = resourceOf(client, account, service.resource)
  return ok({
    refreshMs: 60_000,
    overview: {
      statCards: cardsOf(account, {
        bandwidth: bandwidth.value,
        domains: readings.domains,
        mailboxes: readings.mailboxCount,
      }),
      facts: factsOf(account, service),
      connection: connection.flatMap(({ label, value, href }) =>
        value === undefined ? [] : [{ label, value, copy: true, ...(href ? { href } : {}) }],
      ),
      credentials: secrets[PASSWORD]
        ? [
            {
              id: 'cpanel',
              label: { en: 'Password of cPanel and FTP', fr: 'Mot de passe de cPanel et FTP' },
              username: account.user,
              secret: PASSWORD,
              audience: ['staff', 'customer'],
            },
          ]
        : [],
    },
    actions: actionsOf(account, service),
    tabs: tabsOf(account, readings),
  })
}

function factsOf(account: Account, service: HostingService): PanelFact[] {
  const suspended = service.suspended || account.suspended === 1
  const state = suspended ? { en: 'Suspended', fr: 'Suspendu' } : { en: 'Active', fr: 'Actif' }
  const facts: PanelFact[] = [
    { label: { en: 'State', fr: 'État' }, value: state },
    { label: { en: 'Domain', fr: 'Domaine' }, value: account.domain, copy: true },
    { label: { en: 'Package', fr: 'Forfait' }, value: account.plan },
    { label: { en: 'IP address', fr: 'Adresse IP' }, value: account.ip, copy: true },
    { label: { en: 'Contact', fr: 'Contact' }, value: account.email },
  ]
  if (account.suspended === 1 && account.suspendreason) {
    facts.push({ label: { en: 'Reason', fr: 'Motif' }, value: account.suspendreason })
  }
  return facts
}

/** Places of cPanel that a customer is led to, logged in. `app` is WHM's name of the page. */
const SESSIONS: Readonly<
  Record<string, { label: Text; icon: PanelAction['icon']; service: string; app?: string }>
> = {
  open_cpanel: {
    label: { en: 'Open cPanel', fr: 'Ouvrir cPanel' },
    icon: 'link',
    service: 'cpaneld',
  },
  open_files: {
    label: { en: 'File manager', fr: 'Gestionnaire de fichiers' },
    icon: 'folder',
    service: 'cpaneld',
    app: 'FileManager_Home',
  },
  open_email: {
    label: { en: 'E-mail accounts', fr: 'Comptes e-mail' },
    icon: 'users',
    service: 'cpaneld',
    app: 'Email_Accounts',
  },
  open_databases: {
    label: { en: 'phpMyAdmin', fr: 'phpMyAdmin' },
    icon: 'database',
    service: 'cpaneld',
    app: 'Database_phpMyAdmin',
  },
  open_backups: {
    label: { en: 'Backups', fr: 'Sauvegardes' },
    icon: 'backup',
    service: 'cpaneld',
    app: 'Backups_Home',
  },
  open_webmail: {
    label: { en: 'Webmail', fr: 'Messagerie web' },
    icon: 'world',
    service: 'webmaild',
  },
}

const BOTH = {
  permission: 'services:operate',
  audience: ['staff', 'customer'],
} satisfies Partial<PanelAction>

function actionsOf(account: Account, service: HostingService): PanelAction[] {
  const disabled: Text | undefined =
    service.suspended || account.suspended === 1
      ? { en: 'The service is suspended', fr: 'Le service est suspendu' }
      : undefined
  const sessions = Object.entries(SESSIONS).map(
    ([id, { label, icon }]): PanelAction => ({ ...BOTH, id, kind: 'link', label, icon, disabled }),
  )
  const password: PanelAction = {
    ...BOTH,
    id: 'reset_password',
    kind: 'call',
    label: { en: 'New password', fr: 'Nouveau mot de passe' },
    icon: 'key',
    confirm: {
      title: { en: 'Make a new password?', fr: 'Créer un nouveau mot de passe ?' },
      text: {
        en: 'It counts for cPanel, FTP and the main database user. The old one stops working.',
        fr: 'Il vaut pour cPanel, le FTP et l’utilisateur principal des bases. L’ancien cesse de fonctionner.',
      },
    },
    disabled,
  }
  return [...sessions, password]
}

/** Carries out one action of the panel. */
export async function panelAction(
  ctx: OperationContext,
  server: WhmServer,
  service: HostingService,
  actionId: string,
): Promise<Result<PanelOutcome>> {
  if (actionId === 'reset_password') {
    if (service.suspended) return fail('rejected', 'The service is suspended')
    const done = await resetPassword(ctx, server, service)
    const message = {
      en: 'The new password is in the credentials',
      fr: 'Le nouveau mot de passe est dans les accès',
    }
    return done.ok ? ok({ message, resource: done.value }) : done
  }
  if (!Object.hasOwn(SESSIONS, actionId)) {
    return fail('unsupported', `There is no action ${actionId}`)
  }
  return openSession(ctx, server, service, actionId)
}

/** A session that WHM makes for the customer; it ends after 15 minutes without use. */
async function openSession(
  ctx: OperationContext,
  server: WhmServer,
  service: HostingService,
  actionId: string,
): Promise<Result<PanelOutcome>> {
  const client = connect(ctx, server)
  const there = await existingAccount(client, service)
  if (!there.ok) return there
  if (service.suspended || there.value.suspended === 1) {
    return fail('rejected', 'The service is suspended')
  }
  const session = await client.call(
    'create_user_session',
    {
      user: there.value.user,
      service: SESSIONS[actionId]?.service,
      app: SESSIONS[actionId]?.app,
      locale: service.customer.language,
      preferred_domain: client.settings.publicHost || undefined,
    },
    sessionSchema,
  )
  return session.ok ? ok({ link: session.value.url }) : session
}
