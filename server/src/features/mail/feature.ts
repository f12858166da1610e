import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { resendMail } from './actions/resend-mail.ts'
import { forgetMails } from './forget-mails.ts'
import { mailRoutes } from './routes.ts'
import { sandboxMailRoutes } from './sandbox-routes.ts'
import { awaitedMailLoop, mailLoop } from './send/send-mails.ts'
import { templateRoutes } from './words/routes.ts'
import { writeMail, writeMails } from './write/write-mail.ts'

const actions = [resendMail] as unknown as readonly AnyAction[]

/** What customers and staff are written. It only listens: see reactions.ts. */
export const mailFeature: Feature = {
  name: 'mail',
  actions,
  routes(http, ctx) {
    mailRoutes(http, ctx, actions)
    templateRoutes(http, ctx)
    sandboxMailRoutes(http, ctx)
  },
  jobs: (ctx) => ({
    'mail.write': {
      one: (payload) => writeMail(ctx, payload),
      many: (payloads) => writeMails(ctx, payloads),
    },
    // The same where a person waits for the mail: it stands back behind nothing.
    'mail.write_awaited': (payload) => writeMail(ctx, payload),
    'mail.forget': (payload) => forgetMails(ctx, payload),
  }),
  due: (ctx) => [awaitedMailLoop(ctx), mailLoop(ctx)],
}
