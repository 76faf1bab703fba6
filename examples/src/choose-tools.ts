// Selects the tools that fit a request from 200 tools. `search` has the type that `toolSearch({ search })` of the AI SDK takes.
import { TextEmbedding } from '@x/embed';

interface Tool {
  readonly name: string;
  readonly description?: string;
}

/** Ranks tools by the similarity of their descriptions to a request. Embeds each description once, for any number of searches. */
function toolSearcher(embedder: TextEmbedding) {
  const vectors = new Map<string, Float32Array>();
  return async ({ query, tools }: { query: string; tools: readonly Tool[] }): Promise<string[]> => {
    const texts = tools.map(({ name, description }) => description ?? name.replaceAll('_', ' '));
    const missing = texts.filter((text) => !vectors.has(text));
    for (const [index, vector] of (await embedder.passageEmbed(missing)).entries())
      vectors.set(missing[index]!, vector);
    const wanted = await embedder.queryEmbed(query);
    const likeness = texts.map((text) => vectors.get(text)!.reduce((sum, value, at) => sum + value * wanted[at]!, 0));
    const order = [...tools.keys()].toSorted((a, b) => likeness[b]! - likeness[a]!);
    return order.map((index) => tools[index]!.name);
  };
}

const things =
  'invoice, flight, hotel room, calendar event, email, photo, playlist, recipe, bank transfer, support ticket, ' +
  'code repository, contract, parcel, weather alert, employee, spreadsheet, presentation, doctor, light bulb, alarm clock';
const actions = {
  create: 'Creates a new',
  find: 'Looks for a',
  rename: 'Changes the name of a',
  delete: 'Deletes a',
  share: 'Shares with other people a',
  print: 'Prints on paper a',
  translate: 'Translates into another language a',
  approve: 'Approves a',
  cancel: 'Cancels a',
  summarize: 'Summarizes in a few sentences a',
};
const tools = things.split(', ').flatMap((thing) =>
  Object.entries(actions).map(([action, does]) => ({
    name: `${action}_${thing.replace(' ', '_')}`,
    description: `${does} ${thing}`,
  })),
);
const requests = [
  'get rid of that picture',
  'I need to see a physician',
  'put this agreement into French',
  'give me the gist of the slides',
];

await using embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
const search = toolSearcher(embedder);
console.log(`${tools.length} tools`);
for (const query of requests) {
  const names = await search({ query, tools });
  console.log(`${query}: ${names.slice(0, 3).join(', ')}`);
}
