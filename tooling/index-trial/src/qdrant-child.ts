// Serves an empty database in memory, until its input ends.
import { serve } from '@x/qdrant-local/server';

const server = await serve({ port: 0 });
process.stdout.write(`${server.url}\n`);
process.stdin.resume().once('end', () => void server.close());
