// Prepares the contestants of a benchmark.

/**
 * Prepares all contestants and records the reason for each one that fails.
 *
 * @template {{ id: string, name: string }} Contestant
 * @template Ready
 * @param {readonly Contestant[]} contestants
 * @param {object} options
 * @param {string} options.doing verb for the progress lines, such as `installing`
 * @param {(contestant: Contestant) => Promise<Ready>} options.prepare its error says why the contestant cannot take part
 * @param {(line: string) => void} options.say
 * @returns {Promise<{ ready: Ready[], absent: Map<string, string> }>} `absent` by the contestants' ids
 */
export async function gatherContestants(contestants, { doing, prepare, say }) {
  /** @type {Ready[]} */
  const ready = [];
  /** @type {Map<string, string>} */
  const absent = new Map();
  for (const contestant of contestants) {
    try {
      say(`${doing} ${contestant.name}`);
      ready.push(await prepare(contestant));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      absent.set(contestant.id, reason);
      say(`${contestant.name} does not take part: ${reason}`);
    }
  }
  return { ready, absent };
}
