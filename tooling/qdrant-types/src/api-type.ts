import type { PropertyKey, TSSignature, TSType } from 'oxc-parser';

/** A type of Qdrant's API. */
export type ApiType =
  | { readonly form: 'scalar'; readonly scalar: 'number' | 'string' | 'boolean' | 'null' | 'unknown' }
  | { readonly form: 'literal'; readonly value: unknown }
  /** A reference to a named type. */
  | { readonly form: 'schema'; readonly name: string }
  | { readonly form: 'list'; readonly item: ApiType }
  | { readonly form: 'tuple'; readonly items: readonly ApiType[] }
  /** `others` is the type of all other fields. */
  | { readonly form: 'object'; readonly fields: ReadonlyMap<string, Field>; readonly others?: ApiType }
  | { readonly form: 'choice'; readonly options: readonly ApiType[] };

/** A field of an object. */
export interface Field {
  readonly type: ApiType;
  readonly isOptional: boolean;
}

/**
 * Converts a TypeScript type to an {@link ApiType}.
 *
 * @throws {Error} for syntax that the client's types have not used so far.
 */
export function readType(node: TSType): ApiType {
  switch (node.type) {
    case 'TSParenthesizedType':
      return readType(node.typeAnnotation);
    case 'TSUnionType':
      return choice(node.types.filter(({ type }) => type !== 'TSUndefinedKeyword').map(readType));
    case 'TSArrayType':
      return { form: 'list', item: readType(node.elementType) };
    case 'TSTupleType':
      return { form: 'tuple', items: node.elementTypes.map((item) => readType(item as TSType)) };
    case 'TSTypeLiteral':
      return readObject(node.members);
    case 'TSTypeReference':
      return readReference(node);
    case 'TSIndexedAccessType':
      return readSchemaName(node);
    case 'TSLiteralType':
      return { form: 'literal', value: 'value' in node.literal ? node.literal.value : undefined };
    case 'TSNumberKeyword':
      return { form: 'scalar', scalar: 'number' };
    case 'TSStringKeyword':
      return { form: 'scalar', scalar: 'string' };
    case 'TSBooleanKeyword':
      return { form: 'scalar', scalar: 'boolean' };
    case 'TSNullKeyword':
      return { form: 'scalar', scalar: 'null' };
    case 'TSUnknownKeyword':
    case 'TSNeverKeyword':
      return { form: 'scalar', scalar: 'unknown' };
    default:
      throw unknownSyntax(node.type);
  }
}

function readObject(members: readonly TSSignature[]): ApiType {
  const fields = new Map<string, Field>();
  let others: ApiType | undefined;
  for (const member of members) {
    if (member.type === 'TSIndexSignature') others = readType(member.typeAnnotation.typeAnnotation);
    else if (member.type === 'TSPropertySignature' && member.typeAnnotation) {
      fields.set(keyOf(member.key), {
        type: readType(member.typeAnnotation.typeAnnotation),
        isOptional: member.optional,
      });
    } else throw unknownSyntax(member.type);
  }
  return { form: 'object', fields, ...(others && { others }) };
}

function readReference({ typeName, typeArguments }: TSType & { type: 'TSTypeReference' }): ApiType {
  const name = typeName.type === 'Identifier' ? typeName.name : typeName.type;
  const [first, second] = typeArguments?.params ?? [];
  if (name === 'OneOf' && first?.type === 'TSTupleType') {
    return choice(first.elementTypes.map((option) => readType(option as TSType)));
  }
  if (name === 'Record' && second !== undefined) return { form: 'object', fields: new Map(), others: readType(second) };
  throw unknownSyntax(name);
}

/** Reads a reference such as `components["schemas"]["Filter"]`. */
function readSchemaName({ indexType, objectType }: TSType & { type: 'TSIndexedAccessType' }): ApiType {
  const name = textOf(indexType);
  if (name === undefined || objectType.type !== 'TSIndexedAccessType' || textOf(objectType.indexType) !== 'schemas') {
    throw unknownSyntax('indexed access');
  }
  return { form: 'schema', name };
}

/** Returns the string in the brackets of an indexed access; undefined for other types. */
export function textOf(node: TSType): string | undefined {
  const value = node.type === 'TSLiteralType' && 'value' in node.literal ? node.literal.value : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Returns the name of a field. */
export function keyOf(key: PropertyKey): string {
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'Literal') return String(key.value);
  throw unknownSyntax(key.type);
}

/** Returns a choice of types. Optional values are typed `Filter | (Record<string, unknown> | null)`, and that record is ignored. */
function choice(options: readonly ApiType[]): ApiType {
  const flat = options.flatMap((option) => (option.form === 'choice' ? option.options : [option]));
  const isNullable = flat.some((option) => option.form === 'scalar' && option.scalar === 'null');
  const others = flat.filter((option) => !(isNullable && isAnyRecord(option)));
  return { form: 'choice', options: others };
}

function isAnyRecord(type: ApiType): boolean {
  return type.form === 'object' && type.fields.size === 0 && type.others?.form === 'scalar';
}

function unknownSyntax(syntax: string): Error {
  return new Error(`The official client's types use syntax that ${import.meta.url} does not support: ${syntax}.`);
}
