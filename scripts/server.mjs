// npm run server -- FLAGS: installs and builds when needed, then serves embeddings and reranking over HTTP.
import { runApp } from './run-app.mjs';

await runApp('server', 'src/program-arguments.ts');
