// Rounds A B C, A B C, ...: what slows the machine down for a while slows everyone down.

/**
 * Runs each participant at least once, then again while it has time left and rounds are left.
 *
 * @template Result
 * @template {{ contestant: { id: string } }} P
 * @param {object} options
 * @param {readonly P[]} options.participants
 * @param {(participant: P) => Promise<Result | undefined>} options.run `undefined`: failed, not asked again
 * @param {number} options.maxRounds
 * @param {number} options.budgetSeconds of one participant, over all rounds
 * @param {number} [options.deadline] of `now`; past it there are first rounds only
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
