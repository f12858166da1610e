import './texts.ts'
import type { Feature } from '../../platform/feature.ts'
import { optionRoutes } from './routes.ts'

/** What products can be ordered with. */
export const optionsFeature: Feature = { name: 'options', routes: optionRoutes }
