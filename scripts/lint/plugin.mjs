// The rules of this repository that oxlint runs beside its own (.oxlintrc.json).
import { floors } from './floors.mjs';
import { noCircle } from './no-circle.mjs';

// oxlint-disable-next-line import/no-default-export -- oxlint loads a plugin's default export
export default { meta: { name: 'x' }, rules: { floors, 'no-circle': noCircle } };
