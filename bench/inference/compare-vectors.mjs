// Checks that all contestants return the same vectors for the same texts. Rates of different answers could not be compared.
import { cosine } from '../statistics.mjs';

/**
 * Returns the lowest cosine between each contestant's vectors and those of this project. A contestant that can only return the first
 * token's vector, not the mean, is compared with the first tokens of the floor.
 *
 * @param {readonly import('./contestants.mjs').InferenceParticipant[]} participants
 * @param {{ file: string, count: number }} sample
 * @returns {Promise<Map<string, { lowest: number, against: string }>>} by the contestants' ids
 */
export async function compareVectors(participants, sample) {
  /** @type {Map<string, { lowest: number, against: string }>} */
  const lowest = new Map();
  const ours = await vectorsOf(participants, 'this-project', { task: 'vectors', ...sample });
  const firstTokens = await vectorsOf(participants, 'raw-floor', { task: 'first-tokens', ...sample });
  for (const { contestant } of participants) {
    if (contestant.id === 'this-project') continue;
    const [reference, against] =
      contestant.pooling === 'mean' ? [ours, 'this project'] : [firstTokens, "the floor's first tokens"];
    const vectors = await vectorsOf(participants, contestant.id, { task: 'vectors', ...sample });
    if (vectors === undefined || reference === undefined) continue;
    if (vectors.length !== reference.length)
      throw new Error(`${contestant.name} returned ${vectors.length} vectors for ${reference.length} texts.`);
    const cosines = vectors.map((vector, index) => cosine(vector, reference[index] ?? []));
    lowest.set(contestant.id, { lowest: Math.min(...cosines), against });
  }
  return lowest;
}

/**
 * @param {readonly import('./contestants.mjs').InferenceParticipant[]} participants
 * @param {string} id
 * @param {{ task: string, file: string, count: number }} command
 */
async function vectorsOf(participants, id, command) {
  const participant = participants.find(({ contestant }) => contestant.id === id);
  return (await participant?.ask('vectors', command))?.vectors;
}
