import { InvalidArgumentError } from '../errors/invalid-argument-error.ts';

/** One sentence of a contract, and a check of it. */
export interface ConformanceCase {
  /** The sentence; a case that is left out ends with the reason in parentheses. */
  readonly name: string;
  /** Why it is left out; `run` does nothing then. */
  readonly skipReason?: string;
  /** Rejects, in most cases with an `AssertionError`, when the sentence is not true. */
  readonly run: () => Promise<void>;
}

/** Hands what is tested to `use`, and cleans up behind it. */
export type WithSubject<Subject> = (use: (subject: Subject) => Promise<void>) => Promise<void>;

/** Options of every suite. */
export interface ConformanceOptions {
  /** Why a case does not apply, by its name. @default {} */
  readonly skip?: Readonly<Record<string, string>>;
}

/** The checks of a suite, by their sentences. */
export type Checks<Subject> = Readonly<Record<string, (subject: Subject) => Promise<void>>>;

/**
 * The cases of a suite.
 *
 * @throws {InvalidArgumentError} when a case that is skipped does not exist, or has no reason.
 */
export function conformanceCases<Subject>(
  checks: Checks<Subject>,
  withSubject: WithSubject<Subject>,
  { skip = {} }: ConformanceOptions,
): ConformanceCase[] {
  for (const [name, reason] of Object.entries(skip)) {
    if (!Object.hasOwn(checks, name)) {
      throw new InvalidArgumentError({ parameter: 'skip', value: name, expected: 'the names of cases of this suite' });
    }
    if (reason.trim() === '') {
      throw new InvalidArgumentError({ parameter: `skip["${name}"]`, value: reason, expected: 'the reason' });
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
  if (!isUsed) throw new Error('What is tested was never handed over: call `use` with it, and await its promise.');
}
