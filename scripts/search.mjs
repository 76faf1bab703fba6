// npm run search -- FOLDER "QUERY": installs and builds when needed, then searches documents.
import { runApp } from './run-app.mjs';

await runApp('search', 'src/arguments/search-arguments.ts');
