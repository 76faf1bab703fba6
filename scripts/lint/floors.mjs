import { dirname, join, relative, sep } from 'node:path';

/**
 * A rule that rejects imports from the same or a higher layer. The option `root` is a folder, and `floors` lists its contents, lowest layer
 * first. An entry is the name of a folder or a file, or a list of names in the same layer, which must not import each other. A folder must have a
 * layer. A file beside the folders needs none; `no-circle` checks it.
 */
export const floors = {
  meta: {
    type: 'problem',
    schema: [
      {
        type: 'object',
        properties: {
          root: { type: 'string' },
          floors: { type: 'array', items: { type: ['string', 'array'], items: { type: 'string' } } },
        },
        required: ['root', 'floors'],
        additionalProperties: false,
      },
    ],
  },
  /** @param {any} context */
  create(context) {
    const [{ root, floors: order }] = context.options;
    /** @param {string} path */
    const roomOf = (path) => (path.startsWith(`${root}/`) ? path.slice(root.length + 1).split('/')[0] : undefined);
    /** @param {string} room */
    const floorOf = (room) =>
      order.findIndex((/** @type {string | string[]} */ floor) => [floor].flat().includes(room));
    /** @param {string} path */
    const fromRoot = (path) => relative(context.cwd, path).replaceAll(sep, '/');
    /** @param {string} room */
    const isFree = (room) => room.includes('.') && floorOf(room) === -1;
    const own = roomOf(fromRoot(context.filename));
    if (own === undefined || isFree(own)) return {};
    /** @param {any} node */
    const check = (node) => {
      const specifier = node.source?.value;
      if (typeof specifier !== 'string' || !specifier.startsWith('.')) return;
      const other = roomOf(fromRoot(join(dirname(context.filename), specifier)));
      if (
        other === undefined ||
        other === own ||
        isFree(other) ||
        (floorOf(own) > floorOf(other) && floorOf(other) !== -1)
      )
        return;
      const missing = [own, other].find((room) => floorOf(room) === -1);
      const message =
        missing === undefined
          ? `${own} may import only from lower layers, and ${other} is not in one: see "floors" in .oxlintrc.json.`
          : `${missing} is in no layer: add it to "floors" in .oxlintrc.json.`;
      context.report({ node, message });
    };
    return {
      ImportDeclaration: check,
      ExportNamedDeclaration: check,
      ExportAllDeclaration: check,
      ImportExpression: check,
    };
  },
};
