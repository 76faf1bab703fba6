import { RequestFailure } from '../request-failure.ts';

/**
 * Returns the served model when the request names it or names no model. The name may omit the organization, and its case does not matter.
 *
 * @throws {RequestFailure} 404 for another name. The message names the served model.
 */
export function requireModel<Model extends { readonly modelName: string }>(
  served: Model | undefined,
  asked: string | undefined,
  kind: string,
): Model {
  if (served === undefined) {
    throw new RequestFailure({ status: 404, message: `This server has no ${kind} model.`, parameter: 'model' });
  }
  if (asked === undefined || isNamed(served.modelName, asked)) return served;
  const message = `This server has no model '${asked}'. The ${kind} model is '${served.modelName}'.`;
  throw new RequestFailure({ status: 404, message, parameter: 'model' });
}

/** Returns whether a name refers to a model: it may omit the organization, and its case does not matter. */
export function isNamed(modelName: string, asked: string): boolean {
  const [name, wanted] = [modelName.toLowerCase(), asked.toLowerCase()];
  return wanted === name || wanted === name.slice(name.indexOf('/') + 1);
}
