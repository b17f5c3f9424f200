// The floors of docs/map.md: imports go down only.
module.exports = {
  forbidden: [
    {
      name: 'kernel-knows-nothing',
      severity: 'error',
      from: { path: '^src/lib/domain/kernel/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(src/(?!lib/domain/kernel/)|node_modules)' },
    },
    {
      name: 'domain-without-io',
      severity: 'error',
      from: { path: '^src/lib/domain/', pathNot: '\\.test\\.ts$' },
      to: { path: '^src/(lib/server|lib/ui|routes|cli)|^node_modules/(pg|kysely|@sveltejs|svelte)/' },
    },
    {
      name: 'domain-without-node',
      severity: 'error',
      from: { path: '^src/lib/domain/', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'platform-below-nouns',
      severity: 'error',
      from: { path: '^src/lib/server/platform/' },
      to: { path: '^src/(lib/server/(?!platform/)|lib/ui|routes|cli)' },
    },
    {
      name: 'server-below-pages',
      severity: 'error',
      from: { path: '^src/lib/server/' },
      to: { path: '^src/(lib/ui|routes|cli)' },
    },
    {
      name: 'no-circles',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'], pathNot: '\\.svelte$' } },
    },
    {
      name: 'product-without-tests',
      severity: 'error',
      from: { path: '^src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(tests|bench|scripts)/' },
    },
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'svelte', 'node', 'default'] },
    includeOnly: '^src',
  },
};
