export * from './behaviour.ts'
export * from './records.ts'
export * from './start.ts'
export type { ProviderState } from './state.ts'
