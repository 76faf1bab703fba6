// Shared by the descriptions of all routes that run a model.

/** The failures of requests that run a model, in every dialect. A dialect may add failures of its own. */
export const workFailures = {
  400: 'The body is not UTF-8, is not JSON, or does not match the schema.',
  404: 'The server has no such model.',
  413: 'The request has too many texts, characters or bytes, or a text is longer than the limit of the model.',
  415: 'The content type is not JSON, or the content encoding is neither gzip nor deflate.',
  422: 'The body does not match the schema, or the model refuses it.',
  429: 'The queue is full. Retry after the seconds in Retry-After.',
  503: 'The request exceeded the time limit.',
} as const;

/** A query and two documents, one of which answers it. */
export const rerankExample = {
  query: 'How is honey made?',
  documents: ['A volcano threw ash.', 'Bees make honey from nectar.'],
} as const;
