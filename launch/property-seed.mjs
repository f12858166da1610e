import fc from 'fast-check'

const SEED = 20_250_310

/**
 * Loaded before test files with properties: all draw from one seed, so that the same commit gives
 * the same result. `BERTH_TEST_SEED` is another.
 */
fc.configureGlobal({ seed: Number(process.env.BERTH_TEST_SEED ?? SEED) })
