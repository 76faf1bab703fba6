import { Hono } from 'hono';
import { stream } from 'hono/streaming';
import { z } from 'zod';

import type { IndexingLine, NewCollection } from '../contract.ts';
import { charactersOf } from '../demo/characters.ts';
import { demoLimits } from '../limits.ts';
import { RequestFailure } from '../request-failure.ts';
import { type ApiParts, requestSignal } from './api-parts.ts';
import { readJson } from './read-json.ts';
import { toRequestFailure } from './to-request-failure.ts';

const newCollection = z.object(
  {
    name: z.string('must be a string').trim().min(1, 'must not be empty').max(200, 'must have at most 200 characters'),
    // A lone surrogate is not a character, and stores refuse it. It becomes U+FFFD.
    texts: z
      .array(z.string('must be a string').transform(toWellFormed), 'must be a list of strings')
      .min(1, 'must have at least one text'),
  },
  'must be an object',
);

/** Creates `POST /api/collections` and `DELETE /api/collections/:id`. */
export function collectionRoutes(parts: ApiParts): Hono {
  const app = new Hono();
  app.post('/api/collections', async (context) => {
    const collection = await readJson(context, newCollection);
    requireWithinLimits(collection);
    // Checked here, because the status cannot change once the stream has started.
    parts.demo.requireCanAdd();
    context.header('content-type', 'application/x-ndjson');
    return stream(context, async (answer) => {
      using own = requestSignal(parts, context);
      const write = (line: IndexingLine): Promise<unknown> => answer.writeln(JSON.stringify(line));
      try {
        const added = await parts.demo.addCollection(collection, {
          signal: own.signal,
          // The lines are few, so they may queue up for a slow reader.
          onProgress: ({ completed, total = collection.texts.length, remainingMs }) =>
            void write({ completed, total, ...(remainingMs !== undefined && { remainingMs }) }),
        });
        await write({ collection: added });
      } catch (error) {
        const failure = toRequestFailure(error, own.signal);
        if (failure.code === 'INTERNAL') parts.onError(error);
        await write({ failure: failure.body });
      }
    });
  });
  app.delete('/api/collections/:id', async (context) => {
    await parts.demo.removeCollection(context.req.param('id'));
    return context.body(null, 204);
  });
  return app;
}

function requireWithinLimits({ texts }: NewCollection): void {
  const { texts: maxTexts, charactersPerText, charactersInAll } = demoLimits;
  if (texts.length > maxTexts) {
    throw tooLarge(`The collection has ${texts.length} texts, but at most ${maxTexts} are allowed. Send fewer.`);
  }
  const long = texts.findIndex((text) => text.length > charactersPerText);
  if (long >= 0) {
    throw tooLarge(
      `Text ${long + 1} has ${texts[long]!.length} characters, but at most ${charactersPerText} are allowed. Split it.`,
    );
  }
  const characters = charactersOf(texts);
  if (characters > charactersInAll) {
    throw tooLarge(`The texts have ${characters} characters, but at most ${charactersInAll} are allowed. Send fewer.`);
  }
}

function tooLarge(message: string): RequestFailure {
  return new RequestFailure({ status: 413, code: 'TOO_LARGE', message, parameter: 'texts' });
}

function toWellFormed(text: string): string {
  return text.replaceAll(/\p{Surrogate}/gu, '\uFFFD');
}
