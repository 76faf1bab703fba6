/** Loads a value at its first use and shares it. After a failure, the next use loads it again, because the cause may be temporary. */
export class LoadOnce<Value> {
  readonly #load: () => Promise<Value>;
  #loading: Promise<Value> | undefined;

  constructor(load: () => Promise<Value>) {
    this.#load = load;
  }

  /** The load that is running or has succeeded; `undefined` before the first one and after a failure. */
  get current(): Promise<Value> | undefined {
    return this.#loading;
  }

  /** Returns the value. The first call loads it. */
  get(): Promise<Value> {
    if (this.#loading !== undefined) return this.#loading;
    const loading = this.#load();
    this.#loading = loading;
    loading.catch(() => (this.#loading = undefined));
    return loading;
  }
}
