// A program that writes docs/api from the docstrings: one page for each module that a published package exports.
import { join, relative } from 'node:path';
import { Application } from 'typedoc';
import { ROOT } from '../../../scripts/set-up/workspace.mjs';
import { entryPoints } from './entry-points.mjs';

const FOLDER = join(import.meta.dirname, '../../api');

/** Display options of typedoc-plugin-markdown: tables for options and parameters, one code block for each signature. */
const layout = {
  router: 'module',
  entryFileName: 'index',
  excludeScopesInPaths: true,
  hideBreadcrumbs: true,
  hidePageHeader: true,
  useCodeBlocks: true,
  expandParameters: true,
  sanitizeComments: true,
  useHTMLEncodedBrackets: true,
  parametersFormat: 'table',
  interfacePropertiesFormat: 'table',
  classPropertiesFormat: 'table',
  typeAliasPropertiesFormat: 'table',
  typeDeclarationFormat: 'table',
  tableColumnSettings: { hideSources: true, hideInherited: true, hideOverrides: true, hideModifiers: true },
  pageTitleTemplates: { index: 'API reference', module: '{name}', member: '{name}' },
};

const modules = entryPoints();
const app = await Application.bootstrapWithPlugins({
  name: 'API reference',
  plugin: ['typedoc-plugin-markdown'],
  tsconfig: join(import.meta.dirname, 'tsconfig.json'),
  compilerOptions: { paths: Object.fromEntries(modules.map(({ name, file }) => [name, [file]])) },
  skipErrorChecking: true, // the gate `types` checks the same files
  entryPoints: modules.map(({ file }) => file),
  groupOrder: ['Functions', 'Classes', 'Interfaces', 'Type Aliases', 'Variables', '*'],
  excludeExternals: true,
  excludePrivate: true,
  excludeInternal: true,
  disableSources: true,
  readme: 'none',
  out: FOLDER,
  logLevel: 'Error',
  ...layout,
});
const project = await app.convert();
if (project === undefined) throw new Error('TypeDoc could not read the packages.');
const names = new Map(modules.map(({ name, file }) => [pathName(file), name]));
for (const child of project.children ?? []) {
  const name = names.get(child.name);
  if (name === undefined) throw new Error(`TypeDoc made a module ${child.name}, which no package exports.`);
  child.name = name;
}
await app.generateOutputs(project);
if (app.logger.hasErrors()) throw new Error('TypeDoc could not write the API reference.');

/** Returns TypeDoc's name for the module of a file. @param {string} file */
function pathName(file) {
  return relative(ROOT, file)
    .replaceAll('\\', '/')
    .replace(/(?:\/index)?\.ts$/, '');
}
