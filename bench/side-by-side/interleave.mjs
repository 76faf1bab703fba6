// Runs rounds in the order A B C, A B C, ... A temporary slowdown of the machine then affects all participants.

/**
 * Runs each participant at least once, then again while its time budget and the number of rounds allow it.
 *
 * @template Result
 * @template {{ contestant: { id: string } }} P
 * @param {object} options
 * @param {readonly P[]} options.participants
 * @param {(participant: P) => Promise<Result | undefined>} options.run resolves to `undefined` on failure; the participant then does not run again
 * @param {number} options.maxRounds
 * @param {number} options.budgetSeconds time of one participant over all rounds
 * @param {number} [options.deadline] time on the clock of `now` after which only first rounds run
 * @param {() => number} [options.now] milliseconds
 * @returns {Promise<Map<string, Result[]>>} by the contestants' ids
 */
export async function interleave({
  participants,
  run,
  maxRounds,
  budgetSeconds,
  deadline = Infinity,
  now = () => performance.now(),
}) {
  /** @type {Map<string, Result[]>} */
  const results = new Map(participants.map(({ contestant }) => [contestant.id, []]));
  const spent = new Map(participants.map((participant) => [participant, 0]));
  for (let round = 0; round < maxRounds; round++) {
    for (const [participant, milliseconds] of spent) {
      const expected = milliseconds / Math.max(1, round);
      if (round > 0 && (milliseconds + expected > budgetSeconds * 1000 || now() > deadline)) continue;
      const start = now();
      const result = await run(participant);
      if (result === undefined) spent.delete(participant);
      else results.get(participant.contestant.id)?.push(result);
      if (spent.has(participant)) spent.set(participant, milliseconds + now() - start);
    }
  }
  return results;
}
