import { relative, sep } from 'node:path';

import { findCircles } from './find-circles.mjs';
import { readSourceImports } from './source-imports.mjs';

/** @type {Map<string, import('./find-circles.mjs').CircleImport[]>} */
const circlesOf = new Map();

/** Returns the circles below a folder, computed once per run. @param {string} root */
function circlesBelow(root) {
  const circles = circlesOf.get(root) ?? findCircles(readSourceImports(root));
  circlesOf.set(root, circles);
  return circles;
}

/** A rule that rejects imports with which files or folders import each other in a circle, type imports included. */
export const noCircle = {
  meta: { type: 'problem', schema: [] },
  /** @param {any} context */
  create(context) {
    const file = relative(context.cwd, context.filename).replaceAll(sep, '/');
    return {
      /** @param {any} node */
      Program(node) {
        for (const { from, to, rooms } of circlesBelow(context.cwd)) {
          const message = `the import of ${to} is part of a circular dependency between ${rooms.join(', ')}: remove one of its imports.`;
          if (from === file) context.report({ node, message });
        }
      },
    };
  },
};
