import { cancellation } from './features/cancellation/feature.ts'
import { catalogFeature } from './features/catalog/feature.ts'
import { services } from './features/services/feature.ts'
import type { Feature } from './platform/feature.ts'

/**
 * THE INDEX: every feature of the program, low to high. A feature calls downward, emits upward,
 * and only the owner writes its tables.
 */
export const features: readonly Feature[] = [catalogFeature, services, cancellation]
