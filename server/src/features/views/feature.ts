import './texts.ts'
import type { Feature } from '../../platform/feature.ts'
import { viewRoutes } from './routes.ts'

/** Lists as staff want to find them again. */
export const viewsFeature: Feature = { name: 'views', routes: viewRoutes }
