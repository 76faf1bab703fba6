/**
 * An import that is part of a circular dependency.
 *
 * @typedef {object} CircleImport
 * @property {string} from the importing file
 * @property {string} to the imported file
 * @property {readonly string[]} rooms the files and folders of the circle, all in the same folder
 */

/**
 * Returns the imports with which files or folders import each other in a circle, directly or through others.
 *
 * For each import, both paths are cut after the first part in which they differ, which leaves siblings. For example, `a/x.ts -> b/y.ts ->
 * a/z.ts` is a circle of the folders a and b, although no file is part of a circle.
 *
 * @param {ReadonlyMap<string, readonly string[]>} imports the files that each file imports
 * @returns {CircleImport[]}
 */
export function findCircles(imports) {
  /** @type {Map<string, { from: string, to: string }[]>} */
  const arrows = new Map();
  /** @type {Map<string, Set<string>>} */
  const rooms = new Map();
  for (const [from, targets] of imports) {
    for (const to of targets) {
      const [room, other] = roomsOf(from, to);
      if (room === other) continue;
      rooms.set(room, (rooms.get(room) ?? new Set()).add(other));
      const key = `${room} ${other}`;
      arrows.set(key, [...(arrows.get(key) ?? []), { from, to }]);
    }
  }
  return strongComponents(rooms).flatMap((circle) =>
    circle.flatMap((room) =>
      circle.flatMap((other) => (arrows.get(`${room} ${other}`) ?? []).map((arrow) => ({ ...arrow, rooms: circle }))),
    ),
  );
}

/**
 * Cuts both paths after the first part in which they differ.
 *
 * @param {string} from
 * @param {string} to
 * @returns {[string, string]}
 */
function roomsOf(from, to) {
  const [fromParts, toParts] = [from.split('/'), to.split('/')];
  const common = fromParts.findIndex((part, index) => part !== toParts[index]);
  const depth = common === -1 ? fromParts.length : common + 1;
  return [fromParts.slice(0, depth).join('/'), toParts.slice(0, depth).join('/')];
}

/**
 * Returns the groups of two or more nodes that all reach each other.
 *
 * Source: Tarjan, Depth-first search and linear graph algorithms, 1972.
 *
 * @param {ReadonlyMap<string, ReadonlySet<string>>} graph
 * @returns {string[][]}
 */
function strongComponents(graph) {
  /** @type {Map<string, { readonly index: number, low: number }>} */
  const visits = new Map();
  /** @type {string[]} */
  const open = [];
  /** @type {string[][]} */
  const components = [];
  /** @param {string} node */
  const visit = (node) => {
    const state = { index: visits.size, low: visits.size };
    visits.set(node, state);
    open.push(node);
    for (const next of graph.get(node) ?? []) {
      const known = visits.get(next);
      if (known === undefined) state.low = Math.min(state.low, visit(next).low);
      else if (open.includes(next)) state.low = Math.min(state.low, known.index);
    }
    if (state.low === state.index) components.push(open.splice(open.indexOf(node)).toSorted());
    return state;
  };
  for (const node of graph.keys()) if (!visits.has(node)) visit(node);
  return components.filter(({ length }) => length > 1);
}
