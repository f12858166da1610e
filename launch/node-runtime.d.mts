/** See node-runtime.mjs. */
export const NODE_FLAGS: readonly string[]
