import { expect, it } from 'vitest';

import { gatherMethods } from './gather-methods.ts';

abstract class Count {
  protected count = 1;
}

class Counting extends Count {
  add(amount: number): number {
    return (this.count += amount);
  }
}

class Telling extends Count {
  get told(): string {
    return `${this.count} in all`;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}

interface Counter extends Counting, Telling {}

class Counter extends Count {
  static {
    gatherMethods(this, [Counting, Telling]);
  }
}

it('runs the methods and getters of every group on an instance of the target class', async () => {
  const counter = new Counter();
  expect(counter.add(2)).toBe(3);
  expect(counter.told).toBe('3 in all');
  await expect(counter[Symbol.asyncDispose]()).resolves.toBeUndefined();
  expect(counter.constructor).toBe(Counter);
});

it('adds methods to the prototype, where a subclass can override and call them', () => {
  class Doubling extends Counter {
    override add(amount: number): number {
      return super.add(2 * amount);
    }
  }
  expect(new Doubling().add(2)).toBe(5);
  expect(Object.keys(new Counter())).toEqual(['count']);
});

it('throws when two methods have the same name', () => {
  class Again {
    add(): number {
      return 0;
    }
  }
  expect(() => gatherMethods(Counter, [Again])).toThrow('Counter has two methods named add');
});
