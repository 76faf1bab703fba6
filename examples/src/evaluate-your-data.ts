// Measures whether reranking helps on your own data, with queries whose relevant documents you know.
import { TextCrossEncoder } from '@x/cross-encoder';
import { TextEmbedding } from '@x/embed';
import { createSearchPipeline } from '@x/pipeline';
import { compareRuns, evaluate, type Judgements, type MetricName } from '@x/pipeline/evaluation';
import { createVectorStore, QdrantClient } from '@x/qdrant-adapter';

const documents = [
  { id: 1, payload: { text: 'To reset the password, open the link in the mail that you were sent.' } },
  { id: 2, payload: { text: 'Passwords must have twelve characters.' } },
  { id: 3, payload: { text: 'Invoices are sent on the first of each month.' } },
  { id: 4, payload: { text: 'You can pay by card or by bank transfer.' } },
  { id: 5, payload: { text: 'Cancel at any time; what you have paid for stays open until the month ends.' } },
];
const questions: Record<string, string> = {
  forgot: 'I forgot my password',
  cancel: 'How do I end my subscription?',
  pay: 'Which means of payment do you take?',
};
const judgements: Judgements = { forgot: { 1: 1 }, cancel: { 5: 1 }, pay: { 4: 1 } };

await using embedder = await TextEmbedding.load('sentence-transformers/all-MiniLM-L6-v2');
await using reranker = await TextCrossEncoder.load('x/bge-small-reranker-en');
await using client = new QdrantClient(':memory:');
const store = createVectorStore<{ text: string }>(client, { collection: 'help', dimension: embedder.dimension });
const pipeline = createSearchPipeline({ store, embedder, reranker });
await pipeline.index(documents);

const firstStage: Record<string, Record<string, number>> = {};
const reranked: Record<string, Record<string, number>> = {};
for (const [name, question] of Object.entries(questions)) {
  const { candidates, hits } = await pipeline.search(question);
  firstStage[name] = Object.fromEntries(candidates.map(({ id, score }) => [String(id), score]));
  reranked[name] = Object.fromEntries(hits.map(({ id, score }) => [String(id), score]));
}

const metrics: MetricName[] = ['mrr@10', 'ndcg@3'];
const [before, after] = [evaluate(judgements, firstStage, metrics), evaluate(judgements, reranked, metrics)];
console.table({ 'dense alone': before.means, 'dense, reranked': after.means });
const { difference, pValue, wins, losses } = compareRuns(before.perQuery['mrr@10']!, after.perQuery['mrr@10']!);
console.log(
  `MRR ${difference >= 0 ? '+' : ''}${difference.toFixed(2)}: ${wins} better, ${losses} worse, p = ${pValue.toFixed(2)}`,
);
