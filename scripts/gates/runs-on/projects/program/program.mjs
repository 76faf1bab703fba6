// The program of what runs or bundles a single one.
import { answer } from './answer.mjs';

// Not at the top level: some bundlers write CommonJS, which has no `await` there.
void answer().then((line) => console.log(line));
