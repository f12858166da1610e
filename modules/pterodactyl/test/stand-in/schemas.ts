/*
 * Requests and answers of Pterodactyl Panel 1.11, written down from its published source. Every object
 * is strict: a field that the panel does not know, or one that it always sends and is missing, differs.
 */

export * from './client-schemas.ts'
export * from './directory-schemas.ts'
export * from './envelope.ts'
export * from './server-schemas.ts'
