import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';

/** One sentence of a contract and its check. */
export interface ConformanceCase {
  /** The sentence. The name of a skipped case ends with the reason in parentheses. */
  readonly name: string;
  /** Reason why the case is skipped. `run` then does nothing. */
  readonly skipReason?: string;
  /** Rejects, usually with an `AssertionError`, when the sentence is not true. */
  readonly run: () => Promise<void>;
}

/** Passes the tested object to `use`, and cleans up afterwards. */
export type WithSubject<Subject> = (use: (subject: Subject) => Promise<void>) => Promise<void>;

/** Options of every suite. */
export interface ConformanceOptions {
  /** Cases to skip: the reason for each, by the name of the case. @default {} */
  readonly skip?: Readonly<Record<string, string>>;
}

/** The checks of a suite, by sentence. */
export type Checks<Subject> = Readonly<Record<string, (subject: Subject) => Promise<void>>>;

/**
 * Returns the cases of a suite.
 *
 * @throws {InvalidArgumentError} when `skip` names an unknown case or has an empty reason.
 */
export function conformanceCases<Subject>(
  checks: Checks<Subject>,
  withSubject: WithSubject<Subject>,
  { skip = {} }: ConformanceOptions,
): ConformanceCase[] {
  for (const [name, reason] of Object.entries(skip)) {
    if (!Object.hasOwn(checks, name)) {
      throw new InvalidArgumentError({ parameter: 'skip', value: name, expected: 'the name of a case of this suite' });
    }
    if (reason.trim() === '') {
      throw new InvalidArgumentError({
        parameter: `skip["${name}"]`,
        value: reason,
        expected: 'a non-empty reason',
      });
    }
  }
  return Object.entries(checks).map(([name, check]) => {
    const skipReason = skip[name];
    if (skipReason === undefined) return { name, run: () => run(check, withSubject) };
    return { name: `${name} (skipped: ${skipReason})`, skipReason, run: () => Promise.resolve() };
  });
}

async function run<Subject>(
  check: (subject: Subject) => Promise<void>,
  withSubject: WithSubject<Subject>,
): Promise<void> {
  let isUsed = false;
  await withSubject(async (subject) => {
    isUsed = true;
    await check(subject);
  });
  if (!isUsed) throw new Error('`use` was never called: call it with the object to test, and await its promise.');
}
