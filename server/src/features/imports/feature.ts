import './texts.ts'
import type { Feature } from '../../platform/feature.ts'
import { importRoutes } from './routes.ts'

/** Services for what exists on a server already. */
export const importsFeature: Feature = { name: 'imports', routes: importRoutes }
