import { z } from 'zod';

/** The parts of a JSON schema that a field's description uses. */
interface FieldSchema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly FieldSchema[];
  readonly items?: FieldSchema;
  readonly properties?: Readonly<Record<string, FieldSchema>>;
  readonly required?: readonly string[];
  readonly default?: unknown;
  /** Present when no value matches. */
  readonly not?: object;
}

/**
 * Returns the fields of a body, each with a one-line description of its values.
 *
 * @example
 * fieldsOf(z.object({ top_n: z.int().optional() })); // => [['top_n', 'integer']]
 */
export function fieldsOf(request: z.ZodType): [name: string, about: string][] {
  const { properties = {}, required = [] } = z.toJSONSchema(request, { io: 'input' }) as FieldSchema;
  return Object.entries(properties).map(([name, schema]) => {
    const isRequired = required.includes(name);
    const rest = isRequired
      ? ', required'
      : schema.default === undefined
        ? ''
        : `, default ${JSON.stringify(schema.default)}`;
    return [name, `${typeOf(schema)}${rest}`];
  });
}

function typeOf({ type = 'anything', enum: values, anyOf, items, properties, not }: FieldSchema): string {
  if (not !== undefined) return 'refused';
  if (anyOf !== undefined) return anyOf.map(typeOf).join(' or ');
  if (values !== undefined) return values.map(String).join(' or ');
  if (type === 'array') return `list of (${typeOf(items ?? {})})`.replaceAll(/\((\w+)\)/g, '$1');
  return properties === undefined ? type : `object with ${Object.keys(properties).join(', ')}`;
}
