import type { ExampleRequest } from './example-requests.ts';

/** Returns a generator of numbers from 0 to below 1 that depend on a seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;
type Container = Record<string, unknown>;

const oddValues: readonly unknown[] = [
  ...[null, true, false, 0, 1, -1, 0.5, 2 ** 53, 1e308, 1e39, -1e39, 65_537, '', 'a', '1', '__proto__', 'constructor'],
  ...['Infinity', '2024-02-30', 'a.b[', 'a[]', '"', 'x'.repeat(300), '\u0000', '\ud800', [], {}, [[]], [1], [null]],
  ...[{ '': 1 }, { key: 'n' }, { size: 2, distance: 'Dot' }, { indices: [1, 1], values: [1, 1] }, nested(200)],
];
const oddTokens = ['18446744073709551616', '18446744073709551615', '1e999', '-0', '1E400', 'NaN', '01', '"\\u0000"'];

/** Returns a request like `example`, with one to three changes to its path, its body or the body's text. */
export function mutateRequest(
  example: ExampleRequest,
  others: readonly ExampleRequest[],
  random: Random,
): { readonly request: `${string} ${string}`; readonly body: string | Uint8Array } {
  const { method } = example;
  const path = random() < 0.05 ? mutatePath(example.path, random) : example.path;
  const request = `${method} ${path}` as const;
  const kind = random();
  if (kind < 0.05) return { request, body: Uint8Array.from({ length: 1 + random() * 40 }, () => random() * 256) };
  if (kind < 0.1) return { request, body: JSON.stringify(pick(oddValues, random)) };
  const root: Container = { body: structuredClone(example.body ?? {}) };
  for (let change = Math.floor(random() * 3); change >= 0; change--) mutateTree(root, others, random);
  const text = JSON.stringify(root['body']) ?? '';
  return { request, body: kind < 0.2 ? mutateText(text, random) : text };
}

function mutateTree(root: Container, others: readonly ExampleRequest[], random: Random): void {
  const [parent, key] = pick(places(root), random);
  const kind = random();
  if (kind < 0.5) parent[key] = structuredClone(pick(oddValues, random));
  else if (kind < 0.6) parent[key] = [parent[key]];
  else if (kind < 0.7) Reflect.deleteProperty(parent, key);
  else if (kind < 0.8) parent[`${key}${Math.floor(random() * 3)}`] = parent[key];
  else {
    const [otherParent, otherKey] = pick(places({ body: pick(others, random).body ?? {} }), random);
    parent[key] = structuredClone(otherParent[otherKey]);
  }
}

/** Returns every value below `node`, each as its parent and its key. */
function places(node: Container): [parent: Container, key: string][] {
  const found: [Container, string][] = [];
  const open = [node];
  for (let parent = open.pop(); parent !== undefined; parent = open.pop()) {
    for (const [key, value] of Object.entries(parent)) {
      found.push([parent, key]);
      if (typeof value === 'object' && value !== null && found.length < 500) open.push(value as Container);
    }
  }
  return found.length === 0 ? [[node, 'body']] : found;
}

function mutateText(text: string, random: Random): string {
  const at = Math.floor(random() * text.length);
  if (random() < 0.5) return text.slice(0, at) + pick([...'{}[]":,0-e\\\u0001'], random) + text.slice(at + 1);
  return text.replace(/-?\d[\d.]*/g, (digits) => (random() < 0.3 ? pick(oddTokens, random) : digits));
}

function mutatePath(path: string, random: Random): string {
  const segments = path.split('/');
  segments[Math.floor(random() * segments.length)] = pick(['', '..', '%', '%00', '%2F', 'a', '%F0%9F%A6%8A', '?', '-1'], random);
  return segments.join('/') + pick(['', '', '?wait=maybe', '?timeout=-1', '?a=%', '?wait=true&wait=false'], random);
}

function pick<T>(values: readonly T[], random: Random): T {
  return values[Math.floor(random() * values.length)]!;
}

function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { must: value };
  return value;
}
