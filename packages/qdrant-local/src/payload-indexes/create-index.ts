import type { PayloadIndexSchema, PayloadIndexSettings } from '../requests/types/index-settings.ts';
import { GeoIndex } from './geo-index.ts';
import { MatchIndex } from './match-index.ts';
import type { PayloadIndex } from './payload-index.ts';
import { RangeIndex } from './range-index.ts';
import { TextIndex } from './text-index.ts';
import { UuidIndex } from './uuid-index.ts';

/** Creates an empty index. */
export function createIndex(schema: PayloadIndexSchema): PayloadIndex {
  const settings = typeof schema === 'string' ? ({ type: schema } as PayloadIndexSettings) : schema;
  switch (settings.type) {
    case 'keyword':
      return new MatchIndex((value) => (typeof value === 'string' ? value : undefined), {
        isPrefix: settings.prefix === true,
      });
    case 'bool':
      return new MatchIndex((value) => (typeof value === 'boolean' ? value : undefined));
    case 'uuid':
      return new UuidIndex();
    case 'integer':
    case 'float':
    case 'datetime':
      return new RangeIndex(settings.type);
    case 'geo':
      return new GeoIndex();
    case 'text':
      return new TextIndex(settings);
  }
}
