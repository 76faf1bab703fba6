export type { ApiType } from './api-type.ts';
export { type CompareOptions, differenceOf, hasTies } from './compare-answers.ts';
export { exactPair, type ExactPair } from './exact-pair.ts';
export { mentions } from './mentions.ts';
export { apiMethods, formerOperations, type OfficialOperation, operations, schemas } from './official-client.ts';
