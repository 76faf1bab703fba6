import fc from 'fast-check';
import { expect, test } from 'vitest';

import { atOnce, isSteps, type Steps } from '../turns/steps.ts';
import { type Payload, setOwn } from '../json/copy-json.ts';
import { everyElement, isJsonObject, type JsonPath, type JsonPathItem } from '../json/json-path.ts';
import { PathTree } from '../json/path-tree.ts';
import type { PayloadSelection } from '../requests/read-result-selection.ts';
import { selectPayload } from './select-payload.ts';

const key = fc.constantFrom('a', 'b', '__proto__');
const { value } = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, fc.nat(3), fc.array(tie('value'), { maxLength: 3 }), tie('object')),
  object: fc.array(fc.tuple(key, tie('value')), { maxLength: 3 }).map(objectOf),
}));
const payload = fc.array(fc.tuple(key, value), { maxLength: 3 }).map(objectOf);
const item = fc.oneof({ weight: 3, arbitrary: key }, fc.constantFrom<JsonPathItem>(everyElement, 0));
const path = fc.tuple(key, fc.array(item, { maxLength: 3 })).map(([first, rest]): JsonPath => [first, ...rest]);

function objectOf(entries: readonly (readonly [string, unknown])[]): Payload {
  const object: Payload = {};
  for (const [name, content] of entries) setOwn(object, name, content);
  return object;
}

/** Selects as the server defines it: compares the path of each value with each given path, up to the end of the shorter one. */
function byDefinition(content: unknown, place: JsonPath, isKept: (place: JsonPath) => boolean): unknown {
  if (isJsonObject(content)) {
    const kept = Object.entries(content).filter(([name]) => isKept([...place, name]));
    return objectOf(kept.map(([name, part]) => [name, byDefinition(part, [...place, name], isKept)]));
  }
  if (!Array.isArray(content)) return content;
  const ofElements: JsonPath = [...place, everyElement];
  return content.filter(() => isKept(ofElements)).map((part: unknown) => byDefinition(part, ofElements, isKept));
}

function select(content: Payload, selection: PayloadSelection): Payload | undefined {
  const selected = selectPayload(content, selection);
  return isSteps(selected) ? atOnce(selected) : selected;
}

function agree(place: JsonPath, other: JsonPath): boolean {
  return place.every((part, index) => index >= other.length || part === other[index]);
}

test('include keeps what is under a path or leads to one, and exclude keeps what is under no path', () => {
  const property = fc.property(payload, fc.array(path, { maxLength: 4 }), (content, list) => {
    const paths = new PathTree();
    for (const each of list) paths.add(each);
    expect(select(content, { kind: 'include', paths })).toEqual(
      byDefinition(content, [], (place) => list.some((wanted) => agree(place, wanted))),
    );
    expect(select(content, { kind: 'exclude', paths })).toEqual(
      byDefinition(content, [], (place) => {
        return !list.some((unwanted) => unwanted.length <= place.length && agree(place, unwanted));
      }),
    );
  });
  fc.assert(property, { numRuns: 500 });
});

test('a payload with many values is copied in many steps, wherever the values are', () => {
  const list = Array.from({ length: 10_000 }, (_, n) => n);
  for (const content of [
    { list },
    { list: list.map((n) => ({ n })) },
    Object.fromEntries(list.map((n) => [`k${n}`, n])),
  ]) {
    expect([...(selectPayload(content, { kind: 'all' }) as Steps<Payload>)].length).toBeGreaterThan(30);
    expect(select(content, { kind: 'all' })).toEqual(content);
  }
});
