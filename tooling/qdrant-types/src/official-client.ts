import { readFileSync } from 'node:fs';
import { parseSync, type Statement, type TSType } from 'oxc-parser';
import { type ApiType, keyOf, readType, textOf } from './api-type.ts';

/** An operation of Qdrant's REST API. */
export interface OfficialOperation {
  /** Name in camelCase, as a method of the official client's `api()`. */
  readonly name: string;
  /** HTTP method in capitals. */
  readonly method: string;
  /** Path with parameters in braces. */
  readonly path: string;
  /** Type of the JSON body; absent when there is none. */
  readonly body?: ApiType;
  /** Type of the `result` of the response; absent when there is none. */
  readonly answer?: ApiType;
}

const current = import.meta.resolve('@qdrant/js-client-rest');
// The last version with the search endpoints that `query` replaced.
const former = import.meta.resolve('js-client-rest-1.18');

const schema = declarationsIn(current, 'generated_schema.d.ts');
const formerSchema = declarationsIn(former, 'generated_schema.d.ts');

/** The named types, including those of 1.18 that were removed. */
export const schemas: ReadonlyMap<string, ApiType> = new Map([...readSchemas(formerSchema), ...readSchemas(schema)]);

/** All operations. */
export const operations: readonly OfficialOperation[] = readOperations(schema);

/** Operations of 1.18 that were removed. */
export const formerOperations: readonly OfficialOperation[] = readOperations(formerSchema).filter(
  ({ name }) => !operations.some((operation) => operation.name === name),
);

/** Methods of the official client's `api()`. */
export const apiMethods: readonly string[] = members(
  declarationsIn(current, 'generated_client_type.d.ts').get('ClientApi'),
).map(([name]) => name);

type Declarations = ReadonlyMap<string, TSType>;

function readSchemas(declarations: Declarations): [string, ApiType][] {
  const named = fieldOf(members(declarations.get('components')), 'schemas');
  return members(named).map(([name, type]) => [name, readType(type)]);
}

function readOperations(declarations: Declarations): OfficialOperation[] {
  const described = new Map(members(declarations.get('operations')));
  return members(declarations.get('paths')).flatMap(([path, methods]) =>
    members(methods).map(([method, reference]): OfficialOperation => {
      const id = reference.type === 'TSIndexedAccessType' ? (textOf(reference.indexType) ?? '') : '';
      const operation = members(described.get(id));
      const body = jsonIn(fieldOf(operation, 'requestBody'));
      const responses = members(fieldOf(operation, 'responses')).find(([status]) => status.startsWith('2'));
      const envelope = jsonIn(responses?.[1]);
      const answer = envelope?.form === 'object' ? envelope.fields.get('result')?.type : undefined;
      const name = id.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
      return { name, method: method.toUpperCase(), path, ...(body && { body }), ...(answer && { answer }) };
    }),
  );
}

/** Returns the type of a JSON body. */
function jsonIn(body: TSType | undefined): ApiType | undefined {
  if (body === undefined) return undefined;
  const json = fieldOf(members(fieldOf(members(body), 'content')), 'application/json');
  return json && readType(json);
}

function declarationsIn(client: string, file: string): Declarations {
  const url = new URL(`../types/openapi/${file}`, client);
  const { program, errors } = parseSync(file, readFileSync(url, 'utf8'));
  if (errors.length > 0) throw new Error(`${url.href} cannot be parsed: ${errors[0]!.message}`);
  return new Map(program.body.flatMap(declarationOf));
}

function declarationOf(statement: Statement): [string, TSType][] {
  if (statement.type !== 'ExportNamedDeclaration') return [];
  const { declaration } = statement;
  if (declaration?.type === 'TSTypeAliasDeclaration') return [[declaration.id.name, declaration.typeAnnotation]];
  if (declaration?.type !== 'TSInterfaceDeclaration') return [];
  const { start, end, body } = declaration;
  return [[declaration.id.name, { type: 'TSTypeLiteral', start, end, members: body.body }]];
}

/** Returns the names and the syntax nodes of an object type's fields. */
function members(type: TSType | undefined): (readonly [string, TSType])[] {
  if (type?.type !== 'TSTypeLiteral') return [];
  return type.members.flatMap((member) => {
    if (member.type !== 'TSPropertySignature' || !member.typeAnnotation) return [];
    return [[keyOf(member.key), member.typeAnnotation.typeAnnotation] as const];
  });
}

function fieldOf(fields: readonly (readonly [string, TSType])[], name: string): TSType | undefined {
  return fields.find(([key]) => key === name)?.[1];
}
