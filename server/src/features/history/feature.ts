import type { Feature } from '../../platform/feature.ts'
import { historyRoutes } from './routes.ts'

export const historyFeature: Feature = { name: 'history', routes: historyRoutes }
