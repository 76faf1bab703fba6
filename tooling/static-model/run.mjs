// node tooling/static-model/run.mjs: regenerates the weights and the manifest of models/static-en, byte for byte equal on the same kind of processor.
import { join } from 'node:path';
import { installPythonEnvironment } from '../../scripts/set-up/python-environment.mjs';
import { exitLike, run } from '../../scripts/set-up/run.mjs';
import { ROOT } from '../../scripts/set-up/workspace.mjs';

const folder = join(ROOT, 'tooling/static-model');
const python = await installPythonEnvironment(join(folder, '.cache/python'), join(folder, 'requirements.txt'));
const models = ['all-minilm-l6-v2', 'static-en'].map((name) => join(ROOT, 'models', name));
// -B: do not write compiled files next to the sources.
exitLike(await run(python, ['-B', join(folder, 'make_static_model.py'), ...models]));
