// The floors: a file imports from its own folder and from floors below. docs/architecture.md tells what lives where.
const floors = [
  ['units', 'diagnostics'],
  ['distributions', 'vocabulary'],
  ['catalog', 'engine', 'statistics'],
  ['scenario'],
  ['service', 'billing'],
  ['experiment'],
  ['verification'],
  ['report'],
  ['cli'],
];

const forbidden = floors.flatMap((folders, floor) =>
  folders.map((folder) => {
    const reachable = [folder, ...floors.slice(0, floor).flat()];
    return {
      name: `floor-of-${folder}`,
      severity: 'error',
      comment: `src/${folder} may import from itself and from ${reachable.slice(1).join(', ') || 'nothing else'}`,
      from: { path: `^src/${folder}/` },
      to: { path: '^src/', pathNot: `^src/(${reachable.join('|')})/` },
    };
  }),
);

export default {
  forbidden: [
    ...forbidden,
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'engine-stands-alone',
      severity: 'error',
      comment: 'the engine is a general one: distributions and the generator, nothing else',
      from: { path: '^src/engine/' },
      to: { pathNot: '^(src/(engine|distributions|units)/|node_modules/(@types/)?seedrandom)' },
    },
    {
      name: 'no-node-below-the-catalog',
      severity: 'error',
      comment: 'models are pure: files are read by the catalog and the command line only',
      from: {
        path: '^src/(units|distributions|vocabulary|engine|statistics|scenario|service|billing|experiment|verification)/',
      },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'report-only-from-the-command-line',
      severity: 'error',
      from: { path: '^src/', pathNot: '^src/(report|cli)/|^src/index[.]ts$' },
      to: { path: '^src/report/' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown', 'npm-dev', 'unknown'], pathNot: '^node_modules/@types/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'default'] },
  },
};
