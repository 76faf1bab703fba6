// Runs next to the server in its empty root. Sends requests, tries to write and to connect, and prints the results as JSON.
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';

/** @param {string} path @param {object} body @returns {Promise<any>} */
async function post(path, body) {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${process.argv[2]}` };
  const response = await fetch(`http://127.0.0.1:8080${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  return response.json();
}

function writeError() {
  try {
    return writeFileSync('/tmp/file', '');
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code;
  }
}

const embedded = await post('/v1/embeddings', { model: 'all-MiniLM-L6-v2', input: 'How is honey made?' });
const documents = ['A volcano threw ash over the town.', 'Bees make honey from nectar.'];
const ranked = await post('/v1/rerank', { model: 'bge-small-reranker-en', query: 'How is honey made?', documents });
const withoutKey = await fetch('http://127.0.0.1:8080/v1/models');
// An address reserved for documentation (RFC 5737), which no machine has.
const connecting = await new Promise((resolve) => connect(80, '192.0.2.1').once('error', resolve));
const answers = {
  numbers: embedded.data[0].embedding.length,
  best: ranked.results[0].index,
  withoutKey: withoutKey.status,
  writing: writeError(),
  connecting: connecting.code,
};
process.stdout.write(JSON.stringify(answers));
