// Compares the servers' answers, because rates are comparable only for the same answers.
import { cosine } from '../statistics.mjs';

const COMPARED = 32;

/**
 * Returns the lowest cosine between each other server's vectors and those of the first server.
 *
 * @param {readonly import('./contestants.mjs').Running[]} servers this project first
 * @param {import('./workloads.mjs').Workload} workload a workload of embeddings
 * @param {readonly import('./workloads.mjs').Ask[]} requests
 * @returns {Promise<Map<string, number>>} by contestant
 */
export async function compareAnswers(servers, workload, requests) {
  /** @type {Map<string, number[]>} */
  const lists = new Map(servers.map(({ contestant }) => [contestant.id, []]));
  const [ours = { contestant: { id: '' } }] = servers;
  for (const ask of requests.slice(0, COMPARED)) {
    /** @type {number[] | undefined} */
    let expected;
    for (const { contestant, server } of servers) {
      const headers = { 'content-type': 'application/json' };
      const body = JSON.stringify(contestant.bodyOf(ask));
      const response = await fetch(server.url + contestant.path(workload.id), { method: 'POST', headers, body });
      const { data } = /** @type {{ data: [{ embedding: number[] }] }} */ (await response.json());
      expected ??= data[0].embedding;
      lists.get(contestant.id)?.push(cosine(data[0].embedding, expected));
    }
  }
  lists.delete(ours.contestant.id);
  return new Map([...lists].map(([id, cosines]) => [id, Math.min(...cosines)]));
}
