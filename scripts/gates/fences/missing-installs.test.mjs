import { expect, test } from 'vitest';
import { missingInstalls } from './missing-installs.mjs';

/** @param {string} commands @param {string} code */
const page = (commands, code) => `# Title\n\n\`\`\`sh\n${commands}\n\`\`\`\n\n\`\`\`ts server\n${code}\n\`\`\`\n`;

test.each([
  ['the package by its name', 'npm install --ignore-scripts @x/embed', "import { TextEmbedding } from '@x/embed';"],
  ['an entry point of the package', 'npm install a @x/embed', "import { toEmbeddingModel } from '@x/embed/ai-sdk';"],
  ['the package in a version', 'npm install ai@6 @a/b@2.1', "import { embed } from 'ai';\nimport '@a/b';"],
  ['modules of Node.js and files of the page', 'npm install a', "import 'node:fs';\nimport 'fs';\nimport './b.js';"],
  ['packages of two commands', 'npm install a\nnpm install b', "import 'a';\nconst b = await import('b');"],
])('an install command is complete when it names %s', (_, commands, code) => {
  expect(missingInstalls('a.md', page(commands, code))).toEqual([]);
});

test.each([
  ["import { x } from '@x/core/http';", '@x/core'],
  ["import type {\n  x,\n} from 'y';", 'y'],
  ["const path = import.meta.resolve('@x/model/model.onnx');", '@x/model'],
])('an install command that lacks a package of %j is a problem', (code, name) => {
  const problem = `a.md:8: the example imports ${name}: add it to an npm install command of the page.`;
  expect(missingInstalls('a.md', page('npm install --ignore-scripts @x/embed', code))).toEqual([problem]);
});

test('a command in a sentence counts, and a page without commands has no problem', () => {
  const code = "import OpenAI from 'openai';";
  expect(missingInstalls('a.md', page('ls', code))).toEqual([]);
  expect(missingInstalls('a.md', `Install (\`npm install openai\`).\n${page('npm install a', code)}`)).toEqual([]);
});
