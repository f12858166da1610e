import type { Context } from '../../../context.ts'
import type { Http } from '../../../platform/feature.ts'
import { noticeRoutes } from './notice-routes.ts'
import { pageRoutes } from './page-routes.ts'
import { scriptRoutes } from './script-routes.ts'

/** The sandbox gateway's hosted pages, and the API by which testers script it. */
export function sandboxRoutes(http: Http, ctx: Context): void {
  if (!ctx.config.sandbox) return
  pageRoutes(http, ctx)
  noticeRoutes(http, ctx)
  scriptRoutes(http, ctx)
}
