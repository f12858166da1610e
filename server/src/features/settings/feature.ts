import type { Feature } from '../../platform/feature.ts'
import { settingsRoutes } from './routes.ts'
import './business.ts'

/** What staff may set for the whole installation; each feature declares its own section. */
export const settingsFeature: Feature = { name: 'settings', routes: settingsRoutes }
