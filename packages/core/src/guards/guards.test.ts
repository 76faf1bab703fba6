import { runInNewContext } from 'node:vm';

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';
import { isIterableObject } from './is-iterable-object.ts';
import { isPlainObject } from './is-plain-object.ts';
import { requireInteger } from './require-integer.ts';
import { requireNumber } from './require-number.ts';
import { requireTimeout } from './require-timeout.ts';
import { requireOneOf } from './require-one-of.ts';
import { type OptionKinds, pickOptions, requireKind, requireOptions } from './require-options.ts';
import { requireText, requireTexts } from './require-texts.ts';

import { misspeltNames } from '../testing/misspelt-names.ts';
import { valuesOfOtherKinds } from '../testing/values-of-other-kinds.ts';

/** Returns the error that a guard throws. */
function refusal(guard: () => unknown): InvalidArgumentError {
  try {
    guard();
  } catch (error) {
    if (InvalidArgumentError.isInstance(error)) return error;
    throw error;
  }
  throw new Error('the guard did not throw');
}

describe('requireNumber', () => {
  test.each([
    [0, { min: 0 }],
    [1e300, { min: 0 }],
    [1, { min: 0, max: 1 }],
    [Number.MIN_VALUE, { above: 0 }],
  ])('returns %d in the range %j', (value, range) => {
    expect(requireNumber(value, 'k', range)).toBe(value);
  });

  test.each([
    [-0.1, { min: 0 }, 'k must be a number from 0, but is -0.1.'],
    [1.5, { min: 0, max: 1 }, 'k must be a number from 0 to 1, but is 1.5.'],
    [0, { above: 0 }, 'k must be a number above 0, but is 0.'],
    [Infinity, { min: 0 }, 'k must be a number from 0, but is Infinity.'],
    [NaN, { above: 0 }, 'k must be a number above 0, but is NaN.'],
    ['1', { min: 0 }, 'k must be a number from 0, but is'],
  ])('refuses %s outside of the range %j', (value, range, message) => {
    expect(refusal(() => requireNumber(value, 'k', range)).message).toContain(message);
  });
});

describe('requireTimeout', () => {
  test('returns the number of milliseconds that a timer can wait', () => {
    expect([requireTimeout(1, 'timeoutMs'), requireTimeout(2 ** 31 - 1, 'timeoutMs')]).toEqual([1, 2 ** 31 - 1]);
    expect(requireTimeout(0, 'graceMs', { min: 0 })).toBe(0);
  });

  test.each([0, -1, 1.5, Number.NaN, Infinity, 2 ** 31, '5'])('refuses %s', (value: unknown) => {
    expect(refusal(() => requireTimeout(value, 'timeoutMs'))).toMatchObject({ parameter: 'timeoutMs', value });
  });
});

describe('requireInteger', () => {
  test('returns whole numbers within the inclusive bounds and refuses all other values', () => {
    const bounds = fc.tuple(fc.integer(), fc.integer()).map(([a, b]) => ({ min: Math.min(a, b), max: Math.max(a, b) }));
    fc.assert(
      fc.property(fc.oneof(fc.integer(), fc.double(), fc.anything()), bounds, (value, range) => {
        const isFine = Number.isSafeInteger(value) && (value as number) >= range.min && (value as number) <= range.max;
        if (isFine) expect(requireInteger(value, 'topK', range)).toBe(value);
        else expect(refusal(() => requireInteger(value, 'topK', range))).toMatchObject({ parameter: 'topK', value });
      }),
    );
    expect([requireInteger(1, 'n', { min: 1, max: 3 }), requireInteger(3, 'n', { min: 1, max: 3 })]).toEqual([1, 3]);
  });

  test.each([[NaN], [Infinity], [1.5], ['1'], [1n], [undefined], [null], [2 ** 53]])('refuses %s', (value) => {
    refusal(() => requireInteger(value, 'n', { min: 0 }));
  });

  test('states the given bounds', () => {
    expect(refusal(() => requireInteger(0, 'topK', { min: 1 })).message).toBe(
      'topK must be a whole number >= 1, but is 0.',
    );
    expect(refusal(() => requireInteger(9, 'topK', { min: 1, max: 8 })).message).toContain('>= 1 and <= 8');
  });
});

describe('requireOneOf', () => {
  test('returns an allowed value', () => {
    expect(requireOneOf('cls', 'pooling', ['mean', 'cls'])).toBe('cls');
  });

  test.each([['max'], ['Mean'], [undefined], [0], [['mean']]])('refuses %j and lists the allowed values', (value) => {
    const error = refusal(() => requireOneOf(value, 'pooling', ['mean', 'cls']));
    expect(error.message).toContain("pooling must be one of 'mean', 'cls'");
  });
});

describe('requireTexts', () => {
  test('returns a copy', () => {
    const texts = ['a', '', '🙂'];
    const copy = requireTexts(texts, 'documents');
    texts.length = 0;
    expect(copy).toEqual(['a', '', '🙂']);
    expect(requireTexts([], 'documents')).toEqual([]);
  });

  test('names the first element that is not a string', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.anything(), fc.array(fc.anything()), (texts, odd, rest) => {
        fc.pre(typeof odd !== 'string');
        const error = refusal(() => requireTexts([...texts, odd, ...rest] as string[], 'documents'));
        expect(error.parameter).toBe(`documents[${texts.length}]`);
      }),
    );
  });

  test('refuses the hole of a sparse array', () => {
    const sparse = ['a'];
    sparse[2] = 'c';
    expect(refusal(() => requireTexts(sparse, 'documents')).parameter).toBe('documents[1]');
  });

  test.each([['one text'], [new Set(['a'])], [{ length: 0 }], [undefined]])(
    'refuses %s, which is not an array',
    (value) => {
      expect(refusal(() => requireTexts(value as never, 'documents')).message).toContain('an array of strings');
    },
  );
});

test('requireText returns any string, even an empty one, and refuses String objects', () => {
  expect(requireText('', 'query')).toBe('');
  // oxlint-disable-next-line no-new-wrappers -- the object is the point
  expect(refusal(() => requireText(new String('a'), 'query')).message).toContain('query must be a string');
});

describe('requireOptions', () => {
  interface Options {
    readonly name?: string;
    readonly size?: number;
    readonly isOn?: boolean;
    readonly onEvent?: () => void;
    readonly parts?: readonly string[] | object;
    readonly signal?: AbortSignal;
  }
  const kinds: OptionKinds<Options> = {
    name: 'text',
    size: 'number',
    isOn: 'boolean',
    onEvent: 'function',
    parts: ['list', 'object'],
    signal: 'signal',
  };

  test('returns options that have the right kinds or are not given', () => {
    const { signal } = new AbortController();
    const full = { name: '', size: NaN, isOn: false, onEvent: () => {}, parts: [], signal };
    for (const options of [full, {}, { parts: {} }, { name: undefined as never }]) {
      expect(requireOptions<Options>(options, kinds)).toBe(options);
    }
  });

  test.each(Object.entries(kinds))('refuses %s when its kind is not %s', (name, kind) => {
    for (const value of valuesOfOtherKinds(...[kind].flat())) {
      const error = refusal(() => requireOptions<Options>({ [name]: value }, kinds));
      expect([error.parameter, error.value]).toEqual([name, value]);
    }
  });

  test('refuses options that are not an object', () => {
    for (const value of valuesOfOtherKinds('object')) {
      expect(refusal(() => requireOptions(value as never, kinds, 'settings'))).toMatchObject({ parameter: 'settings' });
    }
  });

  test('never shows a value given for a secret', () => {
    const error = refusal(() => requireOptions({ key: ['hidden'] as never }, { key: 'secret' }));
    expect(error).toMatchObject({ parameter: 'key', value: 'object' });
    expect(error.message).toBe('key must be a string, but is of the type object.');
    for (const value of valuesOfOtherKinds('secret'))
      expect(refusal(() => requireKind(value, 'secret', 'key')).value).toBe(typeof value);
    expect(requireKind('hidden', 'secret', 'key')).toBe('hidden');
  });

  test('refuses a name that is not in the table and suggests similar names', () => {
    for (const name of misspeltNames(Object.keys(kinds))) {
      const error = refusal(() => requireOptions({ [name]: 5 } as never, kinds));
      expect(error).toMatchObject({ parameter: 'name in options', value: name });
    }
    expect(refusal(() => requireOptions({ ison: true } as never, kinds)).message).toBe(
      'options has no option "ison". Did you mean isOn?',
    );
    expect(refusal(() => requireOptions({ color: 5 } as never, kinds, 'settings')).message).toBe(
      'settings has no option "color". Known options: name, size, isOn, onEvent, parts, signal.',
    );
  });

  test('reports an unknown name before wrong kinds, which it may have caused', () => {
    expect(refusal(() => requireOptions({ size: '5', sise: 5 } as never, kinds)).value).toBe('sise');
  });

  test('ignores names that have no value, are inherited or are symbols', () => {
    const inherited = Object.create({ sise: 5 }) as Options;
    for (const options of [{ sise: undefined }, inherited, { [Symbol('sise')]: 5 }] as Options[]) {
      expect(requireOptions<Options>(options, kinds)).toBe(options);
    }
    const withMethod = new (class {
      size = 5;
      sise(): number {
        return this.size;
      }
    })();
    expect(requireOptions<Options>(withMethod, kinds)).toBe(withMethod);
  });

  test('never shows the value of an unknown name, which may be a secret', () => {
    expect(refusal(() => requireOptions({ apikey: 'hidden' } as never, { apiKey: 'secret' })).message).not.toContain(
      'hidden',
    );
  });

  test('accepts a value of every kind for the kind any', () => {
    for (const value of valuesOfOtherKinds('text')) {
      expect(requireOptions<{ filter?: unknown }>({ filter: value }, { filter: 'any' })).toEqual({ filter: value });
    }
  });

  test('states the allowed kinds', () => {
    expect(refusal(() => requireOptions({ parts: 5 as never }, kinds)).message).toBe(
      'parts must be an array or an object, but is 5.',
    );
    expect(refusal(() => requireOptions({ signal: {} as never }, kinds)).message).toContain('an AbortSignal');
  });
});

test('pickOptions returns the options that the table names and that have a value', () => {
  const options = { url: 'https://example.org', retries: 3, timeoutMs: undefined };
  expect(pickOptions(options, { url: 'text', timeoutMs: 'number' })).toStrictEqual({ url: 'https://example.org' });
});

test('isIterableObject accepts lists, sets and generators of both kinds, and no text', () => {
  async function* later(): AsyncGenerator<number> {
    yield 1;
  }
  for (const value of [[], new Set(), new Map().values(), Uint8Array.of(1), later()])
    expect(isIterableObject(value)).toBe(true);
  for (const value of ['text', null, undefined, {}, 5, later]) expect(isIterableObject(value)).toBe(false);
});

describe('isPlainObject', () => {
  test.each<[string, unknown]>([
    ['a literal', { a: 1 }],
    ['an object without a prototype', Object.create(null)],
    ['a literal of another realm', runInNewContext('({ a: 1 })')],
  ])('returns true for %s', (_, value) => {
    expect(isPlainObject(value)).toBe(true);
  });

  test.each<[string, unknown]>([
    ['a list', []],
    ['a map', new Map()],
    ['a list of another realm', runInNewContext('[]')],
    ['a map of another realm', runInNewContext('new Map()')],
    ['a class instance', new Error('a')],
    ['an object that inherits fields', Object.create({ a: 1 })],
    ['an object that inherits from an object without a prototype', Object.create(Object.create(null) as object)],
    ['null', null],
    ['a string', 'a'],
    ['a function', () => 1],
  ])('returns false for %s', (_, value) => {
    expect(isPlainObject(value)).toBe(false);
  });
});
