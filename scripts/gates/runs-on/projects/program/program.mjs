// The program for runtimes and bundlers that run or bundle a single file.
import { answer } from './answer.mjs';

// No top-level `await`, because some bundlers write CommonJS, which does not support it.
void answer().then((line) => console.log(line));
