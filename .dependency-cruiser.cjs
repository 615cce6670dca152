// The import rule: infra, cli -> functions -> events -> domain. Nothing imports infra, cli or test.

const outside = (/** @type {string[]} */ ...folders) => `^(?!(?:${folders.join('|')})/)`;
const OURS = '^(?:domain|events|functions|infra|cli|test)/';
const NPM = 'node_modules/';
const package_ = (/** @type {string[]} */ ...names) => `node_modules/(?:${names.join('|')})(?:/|$)`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Files that need each other are one file, or share a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'The import points nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'not-undeclared',
      comment: 'A package is imported only when package.json names it.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'not-to-dev-dependency',
      comment: 'What runs in Lambda and in the command line stands in dependencies; what makes the package need not.',
      severity: 'error',
      from: { path: '^(?:domain|events|functions|cli|infra/local)/', pathNot: '^cli/package/' },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'domain-imports-only-domain',
      comment: 'domain/ knows no other folder.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { path: OURS, pathNot: '^domain/' },
    },
    {
      name: 'domain-has-no-io',
      comment: 'No Node module in domain/: no I/O, no clock, no ids made inside.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'domain-has-three-packages',
      comment: 'decimal.js in domain/money, temporal-polyfill, and tldts in domain/deal; nothing else.',
      severity: 'error',
      from: { path: '^domain/' },
      to: { path: NPM, pathNot: package_('decimal\\.js', 'temporal-polyfill', 'tldts') },
    },
    {
      name: 'decimal-only-in-money',
      comment: 'One pinned Decimal, so that 40 digits are 40 digits everywhere.',
      severity: 'error',
      from: { path: OURS, pathNot: '^(?:domain/money|test)/' },
      to: { path: package_('decimal\\.js') },
    },
    {
      name: 'events-import-only-domain',
      comment: 'events/ is what we tell others: built on domain/ alone.',
      severity: 'error',
      from: { path: '^events/' },
      to: { path: OURS, pathNot: '^(?:events|domain)/' },
    },
    {
      name: 'functions-import-events-and-domain',
      comment: 'functions/ does not know its hosts.',
      severity: 'error',
      from: { path: '^functions/' },
      to: { path: OURS, pathNot: '^(?:functions|events|domain)/' },
    },
    {
      name: 'nothing-imports-infra',
      severity: 'error',
      from: { path: outside('infra', 'test') },
      to: { path: '^infra/' },
    },
    {
      name: 'nothing-imports-cli',
      severity: 'error',
      from: { path: outside('cli', 'test') },
      to: { path: '^cli/' },
    },
    {
      name: 'nothing-imports-test',
      severity: 'error',
      from: { path: OURS, pathNot: '^test/' },
      to: { path: '^test/' },
    },
    {
      name: 'stores-behind-use-cases',
      comment: 'A handler, task or subscription asks a use case; the use case awaits the store.',
      severity: 'error',
      from: { path: '^functions/(?:contract|http|bus|steps)/' },
      to: { path: '^functions/store/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'use-cases-know-ports-only',
      comment: 'A use case takes its stores as an argument and does not choose the adapter.',
      severity: 'error',
      from: { path: '^functions/usecases/' },
      to: { path: '^functions/store/[^/]+/' },
    },
    {
      name: 'use-cases-do-not-know-callers',
      severity: 'error',
      from: { path: '^functions/(?:usecases|store)/' },
      to: { path: '^functions/(?:http|bus|stream|steps)/' },
    },
    {
      name: 'adapters-do-not-mix',
      severity: 'error',
      from: { path: '^functions/store/([^/]+)/' },
      to: { path: '^functions/store/[^/]+/', pathNot: '^functions/store/(?:$1|runs)/' },
    },
    {
      name: 'aws-at-the-edge',
      comment: 'Only store adapters, the stream publisher, the runtime and the hosts know AWS clients.',
      severity: 'error',
      from: { path: OURS, pathNot: '^(?:functions/(?:store/[^/]+|stream|runtime)|infra|test)/' },
      to: { path: package_('@aws-sdk') },
    },
    {
      name: 'only-the-stream-publishes',
      comment: 'State is written once and its stream publishes it, so nothing is saved but never told.',
      severity: 'error',
      from: { path: OURS, pathNot: '^(?:functions/(?:stream|runtime)|infra|test)/' },
      to: { path: package_('@aws-sdk/client-eventbridge') },
    },
    {
      name: 'cdk-only-in-infra',
      comment: 'The laptop host starts without loading the CDK.',
      severity: 'error',
      from: { path: OURS, pathNot: '^(?:infra/(?!local/)|test/)' },
      to: { path: package_('aws-cdk-lib', 'constructs', 'cdk-nag') },
    },
    {
      name: 'sdk-mock-at-the-edge',
      comment: 'No mocks but of the AWS SDK, and those only where it is called.',
      severity: 'error',
      from: { path: OURS, pathNot: '^test/(?:store|functions/runtime)/' },
      to: { path: package_('aws-sdk-client-mock') },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules'] },
    // Anchored: an unanchored dist/ would hide most npm packages from the rules.
    exclude: { path: ['^(?:cdk\\.out|\\.local|dist|coverage|reports)/'] },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json', '.d.ts'],
    },
    skipAnalysisNotInRules: true,
  },
};
