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
  const name = served.modelName.toLowerCase();
  const wanted = asked?.toLowerCase();
  if (wanted === undefined || wanted === name || wanted === name.slice(name.indexOf('/') + 1)) return served;
  const message = `This server has no model '${asked}'. The ${kind} model is '${served.modelName}'.`;
  throw new RequestFailure({ status: 404, message, parameter: 'model' });
}
