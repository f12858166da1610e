// The shape that openapi-typescript writes from /api/openapi.json; only the fixed addresses.
export interface paths {
  '/api/v1/auth/logout': {
    post: operations['logout']
  }
}
export interface operations {
  logout: {
    parameters: { query?: never; header?: never; path?: never; cookie?: never }
    requestBody?: never
    responses: { 204: { headers: { [name: string]: unknown }; content?: never } }
  }
}
