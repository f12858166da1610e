/** NOTIFY channel of the workers: a resource is to be removed. */
export const DRIFT_CHANNEL = 'drift'

/** A server is to be compared at once. */
export const RECONCILIATIONS_CHANNEL = 'reconciliations'

/** A batch of fixes has something to do. */
export const DRIFT_BATCHES_CHANNEL = 'drift_batches'
