import { RequestFailure } from '../request-failure.ts';

/**
 * The served model, when it is the one that was asked for: by its name whatever its case, by the part behind its organisation, or by no
 * name at all.
 *
 * @throws {RequestFailure} 404 naming the model that is served.
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
  const message = `The model '${asked}' is not served here. The ${kind} model is '${served.modelName}'.`;
  throw new RequestFailure({ status: 404, message, parameter: 'model' });
}
