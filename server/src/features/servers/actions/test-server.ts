import { z } from 'zod'
import type { Context } from '../../../context.ts'
import { allowed, defineAction } from '../../../platform/action.ts'
import { noteCall } from '../gate.ts'
import { recordHealth } from '../health.ts'
import { type ConnectionReport, connectionReport } from '../schemas.ts'
import { type ServerSubject, serverSubject } from '../server-subject.ts'
import { tryServer } from '../test-connection.ts'

const input = z.strictObject({}).default({})
type Input = z.output<typeof input>

/** Tries a server's credentials and keeps what was found; a good test ends a pause for bad ones. */
export const testServer = defineAction<Context, ServerSubject, Input, ConnectionReport>({
  id: 'server.test',
  on: serverSubject,
  permission: 'servers:test',
  audiences: ['staff'],
  summary: 'Try the credentials of a server and keep what was found',
  input,
  output: connectionReport,
  look: async (server, _input, { ctx }) => ({ report: await tryServer(ctx, server) }),
  check: () => allowed({ key: 'server.tested' }),
  async run(tx, { id, report }, _input, env) {
    if (!report) throw new Error(`server ${id} was not tried`)
    await recordHealth(tx, env, id, report)
    if (report.health === 'healthy') {
      await noteCall(tx, env, id, { finding: { kind: 'well' }, message: null, operationId: null })
    }
    return report
  },
})
