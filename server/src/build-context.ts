import { fileURLToPath } from 'node:url'
import type { DeliveryModule, Gateway } from '@berth/sdk'
import { type DestinationStream, pino } from 'pino'
import type { Config } from './config.ts'
import type { Context } from './context.ts'
import { openSafeMode } from './features/installation/safe-mode.ts'
import { settingsTransport } from './features/mail/settings-transport.ts'
import type { MailTransport } from './features/mail/transport.ts'
import { askedMails } from './features/mail/write/asked-mails.ts'
import { gatewayRegistry } from './features/payments/gateways/registry.ts'
import { moduleRegistry } from './features/servers/modules.ts'
import { operationSubjects } from './features/services/operation-subjects.ts'
import { askedEvents } from './features/webhooks/events/asked-events.ts'
import { installedGateways } from './installed-gateways.ts'
import { installedModules } from './installed-modules.ts'
import { asInstalled, loadModules } from './modules/load-modules.ts'
import { type Clock, shiftedClock, systemClock } from './platform/clock.ts'
import { openDatabase } from './platform/db.ts'
import { openJobs } from './platform/jobs.ts'
import { loggedRequest } from './platform/logged-request.ts'
import { openSecrets } from './platform/secrets.ts'
import { openChangeHub } from './platform/stream.ts'
import { say } from './platform/text.ts'
import { plentiful, reactions } from './reactions.ts'
import {
  customerGuards,
  excessSettlement,
  lineSettlements,
  operationSettlements,
  serviceSettlement,
} from './settlements.ts'

/** Where Berth itself is, with the packages that were installed there. */
const BERTH_FOLDER = fileURLToPath(new URL('../..', import.meta.url))

/** What a test or a benchmark may replace. */
export interface ContextOverrides {
  clock?: Clock
  modules?: DeliveryModule[]
  gateways?: Gateway[]
  mail?: MailTransport
  poolSize?: number
  /** Where the log goes; standard output by default. */
  logTo?: DestinationStream
}

export interface OpenContext {
  ctx: Context
  close(): Promise<void>
}

/** Opens everything the program needs, once per process. `close` gives it back, in order. */
export async function openContext(
  config: Config,
  overrides: ContextOverrides = {},
): Promise<OpenContext> {
  const log = pino(
    {
      level: config.logLevel,
      redact: ['*.password', '*.token', '*.secret'],
      serializers: { req: loggedRequest },
    },
    overrides.logTo,
  )
  const loaded = await loadModules({
    specifiers: config.modules,
    folders: [config.dataDir, BERTH_FOLDER],
    included: asInstalled(overrides.modules ?? installedModules(config)),
  })
  for (const { specifier, problem } of loaded.refused) {
    log.error({ specifier }, `module refused: ${say(problem, 'en')}`)
  }
  const database = openDatabase(config.databaseUrl, overrides.poolSize)
  const jobs = await openJobs({
    url: config.databaseUrl,
    reactions,
    plentiful,
    needed: { 'mail.write': askedMails, 'webhook.write': askedEvents },
    onError: (err) => log.error({ err }, 'jobs'),
  })
  const ctx: Context = {
    config,
    log,
    clock: overrides.clock ?? (config.sandbox ? shiftedClock() : systemClock),
    db: database.db,
    jobs,
    safeMode: openSafeMode(),
    secrets: openSecrets(config.secretKey),
    modules: moduleRegistry(loaded.installed, loaded.refused),
    gateways: gatewayRegistry(overrides.gateways ?? installedGateways(config, () => ctx)),
    mail: overrides.mail ?? settingsTransport(() => ctx),
    changes: openChangeHub(),
    settlements: {
      operations: operationSettlements,
      lines: lineSettlements,
      documents: excessSettlement,
      services: serviceSettlement,
      subjects: operationSubjects,
      customers: customerGuards,
    },
  }
  return {
    ctx,
    async close() {
      await jobs.stop()
      ctx.mail.close?.()
      await database.close()
    },
  }
}
