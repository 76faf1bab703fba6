// Resolves org/tiny with the options in the first argument. Sends each progress event and then the result to the parent process.
import { deferred } from '@x/core/testing';
import { resolveModel } from '@x/model-hub';

const { promise: told, resolve } = deferred();
const onProgress = ({ completed }) => process.send({ completed });
try {
  const resolved = await resolveModel('org/tiny', { ...JSON.parse(process.argv[2]), onProgress });
  process.send({ resolved }, resolve);
} catch (error) {
  process.send({ error: String(error) }, resolve);
}
await told;
process.disconnect();
