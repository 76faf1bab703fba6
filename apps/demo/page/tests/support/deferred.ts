/** A promise and what resolves it. */
export interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
}

/** Makes a promise that somebody else resolves. */
export function deferred(): Deferred {
  const resolvers: (() => void)[] = [];
  const promise = new Promise<void>((resolve) => resolvers.push(resolve));
  return { promise, resolve: () => resolvers.forEach((resolve) => resolve()) };
}
