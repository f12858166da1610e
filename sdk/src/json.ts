/** Any value that survives `JSON.parse(JSON.stringify(value))` unchanged. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue }

/** A JSON object: module data, order data, log fields. */
export type JsonObject = { readonly [name: string]: JsonValue }
