import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { RemoteEmbedder, RemoteReranker } from '@x/remote-models';

const server = createServer(async (request, response) => {
  const body = JSON.parse(Buffer.concat(await request.toArray()).toString()) as {
    input?: string[];
    documents?: string[];
  };
  const data = body.input?.map((text, index) => ({ index, embedding: [text.length, 1] }));
  const results = body.documents?.map((text, index) => ({ index, relevance_score: text.length }));
  response.end(JSON.stringify({ data, results }));
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const model = { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, model: 'lengths' };

const embedder = await RemoteEmbedder.load(model);
console.log(embedder.dimension, await embedder.queryEmbed('four')); // => 2 Float32Array(2) [ 4, 1 ]
const ranked = await new RemoteReranker(model).rerank('which is longest', ['a', 'abc', 'ab'], { topK: 2 });
console.log(ranked.map(({ index }) => index)); // => [ 1, 2 ]
server.closeAllConnections();
server.close();
