// What the descriptions of routes that run a model have in common.

/** How requests that run a model fail, whatever the dialect, beside what its own checks refuse. */
export const workFailures = {
  400: 'The body is no UTF-8 or no JSON, or does not fit.',
  404: 'Another model is served.',
  413: 'Too many texts, characters or bytes, or a text beyond the limit of the model.',
  415: 'The content type is not JSON, or the encoding neither gzip nor deflate.',
  422: 'The body does not fit, or the model refuses it.',
  429: 'The queue is full: Retry-After says when to come back.',
  503: 'It took too long.',
} as const;

/** A question and documents of which one answers it. */
export const rerankExample = {
  query: 'How is honey made?',
  documents: ['A volcano threw ash.', 'Bees make honey from nectar.'],
} as const;
