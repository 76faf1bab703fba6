import { QueueError } from '@x/core';

/** Loads a package that users install themselves. @throws {QueueError} with the install command when it is missing. */
export async function loadPackage<Module>(
  name: string,
  { queue, load }: { readonly queue: string; readonly load: () => Promise<Module> },
): Promise<Module> {
  try {
    return await load();
  } catch (error) {
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND';
    if (!isMissing) throw error;
    const message = `The queue "${queue}" needs the package ${name}, which is not installed. Run \`npm install --ignore-scripts ${name}\`.`;
    throw new QueueError({ message, queue, operation: 'open' });
  }
}
