import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from './root.mjs'

/**
 * Loaded before dependency-cruiser, which reads TypeScript with the compiler's JavaScript API.
 * TypeScript 7 has none; the web workspace carries a version that does, for the same reason.
 */
const web = createRequire(join(ROOT, 'web', 'package.json'))
const replacements = new Map(
  ['typescript', 'typescript/package.json'].map((name) => [
    name,
    pathToFileURL(web.resolve(name)).href,
  ]),
)

registerHooks({
  resolve(specifier, context, nextResolve) {
    const url = replacements.get(specifier)
    return url === undefined ? nextResolve(specifier, context) : { url, shortCircuit: true }
  },
})
