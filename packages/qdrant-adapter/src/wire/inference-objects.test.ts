import { InvalidArgumentError } from '@x/core';
import { describe, expect, it } from 'vitest';
import { Document, Image, InferenceObject } from './inference-objects.ts';

describe('inference objects', () => {
  it('are plain frozen objects in the wire format', () => {
    const document = Document({ text: 'a ship', model: 'm', options: { lower: true } });
    expect(JSON.stringify(document)).toBe('{"text":"a ship","model":"m","options":{"lower":true}}');
    expect(Image({ image: 'https://example.org/ship.png', model: 'm' })).toEqual({
      image: 'https://example.org/ship.png',
      model: 'm',
    });
    expect(InferenceObject({ object: { any: 1 }, model: 'm' })).toEqual({ object: { any: 1 }, model: 'm' });
    expect(Object.isFrozen(document) && Object.isFrozen(document.options)).toBe(true);
    expect(Object.getPrototypeOf(document)).toBe(Object.prototype);
  });

  it('have no options field unless options were given', () => {
    expect(Object.keys(Document({ text: 'a', model: 'm' }))).toEqual(['text', 'model']);
  });

  it('reject an invalid text, model or object', () => {
    const notText = 7 as unknown as string;
    expect(() => Document({ text: notText, model: 'm' })).toThrow(/^text must be a string, but is 7/);
    for (const make of [Document, Image, InferenceObject]) {
      expect(() => make(undefined as never)).toThrow(/input must be an object, but is undefined/);
      expect(() => make('a ship' as never)).toThrow(/input must be an object, but is "a ship"/);
    }
    expect(() => Document({ text: 'a', model: ' ' })).toThrow(/^model must be the name of a model/);
    expect(() => Image({ image: notText, model: 'm' })).toThrow(InvalidArgumentError);
    expect(() => InferenceObject({ object: null, model: 'm' })).toThrow(InvalidArgumentError);
  });
});
