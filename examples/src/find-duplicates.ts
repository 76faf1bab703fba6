// Finds short texts with nearly the same meaning. A static model needs no native library and embeds tens of thousands of texts per second.
import { StaticTextEmbedding } from '@x/embed';

const tickets = [
  'The app crashes when I open the settings',
  'How can I change my delivery address?',
  'Opening settings makes the app crash',
  'Refund for a canceled order',
  'I want to change the address of my delivery',
  'Dark mode would be nice',
];

await using embedding = await StaticTextEmbedding.load('x/static-en');
const vectors = await embedding.embed(tickets);
const similarity = (a: number, b: number): number =>
  vectors[a]!.reduce((sum, value, at) => sum + value * vectors[b]![at]!, 0);

for (const [first, ticket] of tickets.entries()) {
  for (let second = first + 1; second < tickets.length; second++) {
    const likeness = similarity(first, second);
    if (likeness > 0.7) console.log(`${likeness.toFixed(2)}  ${ticket}  |  ${tickets[second]}`);
  }
}
