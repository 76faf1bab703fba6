/** Returns the model with the members that `change` returns in place of its own. */
export function changed<Model extends object>(model: Model, change: (model: Model) => Partial<Model>): Model {
  const members = change(model);
  return new Proxy(model, {
    get: (target, key) => {
      const member: unknown = Reflect.get(Object.hasOwn(members, key) ? members : target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}
