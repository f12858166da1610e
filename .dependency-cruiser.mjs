/** Features from low to high; each may use the ones before it. The first six are one level. */
const GROUND = ['settings', 'installation', 'auth', 'staff', 'history', 'views']
const LADDER = [
  ...['customers', 'catalog', 'options', 'servers', 'operations', 'services', 'cancellation'],
  ...['documents', 'credits', 'payments', 'coupons', 'renewals', 'service-options', 'orders'],
  ...['imports', 'batches', 'automation', 'drift'],
]
/** They only listen: anything may be used by them, nothing uses them. */
const LISTENERS = ['mail', 'webhooks']
/** They only read, from everything; nothing uses them. */
const OVERVIEWS = ['dashboard']
const FEATURES = [...GROUND, ...LADDER, ...LISTENERS, ...OVERVIEWS]

const FEATURE = '^server/src/features/'
/** What is passed down to everything: its type is known everywhere, its making only at the top. */
const CONTEXT = 'server/src/context\\.ts$'
const TEST = '\\.test\\.(ts|tsx|mjs)$|^server/test/|/testing/'
const anyOf = (names) => `(${names.join('|')})`
const only = (places) => `^${anyOf(places)}`

/** What lies in our own folders; packages from npm are another matter. */
const OURS = '^(sdk|modules|server|web|e2e|bench|launch)/'

function border({ name, comment, from, fromNot = [TEST], to }) {
  return {
    name,
    comment,
    severity: 'error',
    from: { path: from, pathNot: fromNot },
    to: { path: OURS, pathNot: only(to) },
  }
}

const higherThan = (index) => LADDER.slice(index + 1)

const ladderRules = [
  { feature: anyOf(GROUND), forbidden: [...LADDER, ...LISTENERS, ...OVERVIEWS], name: 'ground' },
  ...LADDER.map((feature, index) => ({
    feature,
    forbidden: [...higherThan(index), ...LISTENERS, ...OVERVIEWS],
    name: feature,
  })),
  ...LISTENERS.map((feature) => ({
    feature,
    forbidden: [...LISTENERS.filter((other) => other !== feature), ...OVERVIEWS],
    name: feature,
  })),
].map(({ feature, forbidden, name }) => ({
  name: `feature-${name}-calls-downward`,
  comment: 'A feature calls lower features and emits events upward.',
  severity: 'error',
  from: { path: `${FEATURE}${feature}/`, pathNot: TEST },
  to: { path: `${FEATURE}${anyOf(forbidden)}/` },
}))

/** The imports that are allowed between the parts of Berth (docs/guide and AGENTS.md say why). */
export default {
  forbidden: [
    border({
      name: 'domain-is-pure',
      comment: 'The domain knows nothing but itself.',
      from: '^server/src/domain/',
      to: ['server/src/domain/'],
    }),
    {
      name: 'domain-does-no-io',
      comment: 'Values in, values out: no file, network, process or database.',
      severity: 'error',
      from: { path: '^server/src/domain/', pathNot: TEST },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?assert(/strict)?$' },
    },
    border({
      name: 'platform-has-no-business',
      comment: 'Plumbing is below every feature.',
      from: '^server/src/platform/',
      to: ['server/src/platform/', 'server/src/domain/', 'sdk/', CONTEXT],
    }),
    border({
      name: 'features-stay-below-the-top',
      comment: 'Features meet in the files at the top, never the other way round.',
      from: FEATURE,
      to: ['server/src/features/', 'server/src/platform/', 'server/src/domain/', 'sdk/', CONTEXT],
    }),
    {
      name: 'context-is-passed-down',
      comment: 'Below the top only the type of the context is imported.',
      severity: 'error',
      from: { path: '^server/src/(features|platform)/', pathNot: TEST },
      to: { path: CONTEXT, dependencyTypesNot: ['type-only'] },
    },
    ...ladderRules,
    {
      name: 'features-are-on-the-ladder',
      comment: 'A new feature gets its place in .dependency-cruiser.mjs first.',
      severity: 'error',
      from: { path: `${FEATURE}(?!${anyOf(FEATURES)}/)` },
      to: {},
    },
    border({
      name: 'modules-know-the-sdk-only',
      comment: 'A module sees the SDK and its own package.',
      from: '^modules/([^/]+)/',
      fromNot: [],
      to: ['sdk/', 'modules/$1/'],
    }),
    border({
      name: 'sdk-stands-alone',
      comment: 'The SDK is published by itself.',
      from: '^sdk/',
      fromNot: [],
      to: ['sdk/'],
    }),
    {
      name: 'sdk-needs-zod-and-undici-only',
      comment: 'Whoever writes a module installs little; connections are opened in one file.',
      severity: 'error',
      from: { path: '^sdk/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '(^|/)node_modules/', pathNot: '(^|/)node_modules/(zod|undici)/' },
    },
    border({
      name: 'web-knows-the-api-only',
      comment: 'The web app reaches the server through the HTTP API.',
      from: '^web/',
      to: ['web/'],
    }),
    border({
      name: 'server-does-not-know-the-web',
      comment: 'The server serves the built files of the web app and imports none.',
      from: '^server/',
      to: ['server/', 'sdk/', 'modules/'],
    }),
    {
      name: 'no-cycles',
      comment: 'Files that need each other are one file or three.',
      severity: 'error',
      from: { path: OURS },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: { path: OURS },
      to: { couldNotResolve: true, pathNot: '^(virtual:|/)' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/(dist|node_modules/\\.cache)/' },
    tsPreCompilationDeps: true,
    combinedDependencies: true,
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'default', 'types'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.d.ts', '.css', '.json'],
    },
  },
}
