import { desc, eq } from 'drizzle-orm'
import { lockServices } from '../../src/features/operations/lock-services.ts'
import { type OperationIntent, requestOperation } from '../../src/features/operations/request.ts'
import { operationLog, operations } from '../../src/features/operations/tables.ts'
import type { NewService } from '../../src/features/services/create.ts'
import { services } from '../../src/features/services/tables.ts'
import { inTransaction } from '../../src/platform/transaction.ts'
import { startTestApp, type TestApp, type TestOptions } from '../app.ts'
import { type RecordingOptions, recordingModule } from '../recording-module.ts'
import { systemEnv } from './customer.ts'
import { makeServer, type ServerOptions } from './server.ts'
import { makeService } from './service.ts'

/** An app whose module records its calls, with a server of that type. */
export async function startRecordingApp(
  options: RecordingOptions & { app?: Omit<TestOptions, 'modules'> } = {},
) {
  const recording = recordingModule(options)
  const app = await startTestApp({ ...options.app, modules: [recording.module] })
  const { server, provider } = await makeServer(app.ctx, serverOf(recording.module.id))
  await provider.close()
  /** A pending service of the recording type, placed on the server; the automation leaves it be. */
  async function service(more: Partial<NewService> = {}) {
    const type = recording.module.id
    const made = await makeService(app, { type, serverId: server.id, placeHeld: true, ...more })
    await app.ctx.db
      .update(services)
      .set({ automationPaused: true })
      .where(eq(services.id, made.id))
    return made
  }
  return {
    app,
    recording,
    server,
    service,
    /** A service whose resource was made. */
    async delivered(more: Partial<NewService> = {}) {
      const made = await service(more)
      await ask(app, { serviceId: made.id, serverId: server.id, kind: 'create', input: {} })
      await app.settle()
      return made
    },
  }
}

/** Options of a server of the recording type; give a group to let it stand in for another. */
export function serverOf(type: string, more: ServerOptions = {}): ServerOptions {
  return { type, settings: { token: 'a-token-of-the-server' }, ...more }
}

/** Requests an operation as a feature would: with the service locked. Answers its id. */
export async function ask(app: { ctx: TestApp['ctx'] }, intent: OperationIntent): Promise<string> {
  const { ctx } = app
  return inTransaction(ctx, async (tx) => {
    await lockServices(tx, [intent.serviceId])
    return (await requestOperation(tx, systemEnv(ctx), intent)).operationId
  })
}

/** The operation as it stands in the database. */
export async function readOperation(app: { ctx: TestApp['ctx'] }, id: string) {
  const [row] = await app.ctx.db.select().from(operations).where(eq(operations.id, id))
  if (!row) throw new Error(`no operation ${id}`)
  return row
}

/** What the attempts logged, oldest first. */
export async function readLog(app: TestApp, operationId: string) {
  return app.ctx.db
    .select()
    .from(operationLog)
    .where(eq(operationLog.operationId, operationId))
    .orderBy(operationLog.id)
}

/** The latest operation of a service. */
export async function lastOperation(app: { ctx: TestApp['ctx'] }, serviceId: string) {
  const [row] = await app.ctx.db
    .select()
    .from(operations)
    .where(eq(operations.serviceId, serviceId))
    .orderBy(desc(operations.createdAt), desc(operations.id))
    .limit(1)
  if (!row) throw new Error(`no operation of ${serviceId}`)
  return row
}
