import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';

import { afterEach, describe, expect, it } from 'vitest';

import { WebProgram } from './__tests__/web-program.ts';

let web: WebProgram;
afterEach(() => web[Symbol.asyncDispose]());

/** Sends requests over one connection until one fails. Resolves with the error code. */
async function askOn(url: string, onAnswer: () => void): Promise<string | undefined> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    for (;;) {
      const [response] = (await once(get(`${url}api/state`, { agent }), 'response')) as [IncomingMessage];
      JSON.parse(await text(response));
      onAnswer();
    }
  } catch (error) {
    return (error as NodeJS.ErrnoException).code;
  } finally {
    agent.destroy();
  }
}

describe.skipIf(process.platform === 'win32')('SIGTERM (skipped on Windows, which does not have it)', () => {
  it('answers all received requests of 16 busy clients, then refuses connections without a reset', async () => {
    web = await WebProgram.start(['--offline', '--port', '0']);
    let count = 0;
    const onAnswer = (): void => {
      if (++count === 200) web.kill('SIGTERM');
    };
    const ends = await Promise.all(Array.from({ length: 16 }, () => askOn(web.url, onAnswer)));
    expect(ends).toEqual(ends.map(() => 'ECONNREFUSED'));
    expect(await web.ended).toEqual([0, null]);
  });
});
