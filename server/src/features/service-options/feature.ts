import './texts.ts'
import type { AnyAction, Feature } from '../../platform/feature.ts'
import { addOption } from './actions/add-option.ts'
import { editOption } from './actions/edit-option.ts'
import { removeDiscount } from './actions/remove-discount.ts'
import { removeOption } from './actions/remove-option.ts'

/** What staff do with the options of a service that is there already. */
export const serviceOptionsFeature: Feature = {
  name: 'service-options',
  actions: [addOption, editOption, removeOption, removeDiscount] as AnyAction[],
}
