import type { Feature } from '../../platform/feature.ts'
import { installationRoutes } from './routes.ts'

/** Which installation this is, and whether it may act: see judge.ts. */
export const installationFeature: Feature = { name: 'installation', routes: installationRoutes }
