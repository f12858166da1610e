import { registerHooks } from 'node:module'

/**
 * Loaded before the server. The package.json of drizzle-orm has 178 kB of exports, which Node reads
 * and sorts anew for every single import of it and inside of it: a second of time and 150 MB of
 * garbage per start. Here each of its names is resolved once.
 */
const PACKAGE = /^drizzle-orm($|\/)/
const INSIDE = /\/node_modules\/drizzle-orm\/.*\.js$/
const known = new Map()

registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL = '', conditions } = context
    const isImport = conditions.includes('import')
    if (isImport && specifier.startsWith('.') && INSIDE.test(parentURL)) {
      return { url: new URL(specifier, parentURL).href, format: 'module', shortCircuit: true }
    }
    if (!isImport || !PACKAGE.test(specifier)) return nextResolve(specifier, context)
    const found = known.get(specifier) ?? nextResolve(specifier, context)
    known.set(specifier, found)
    return { ...found, shortCircuit: true }
  },
})
