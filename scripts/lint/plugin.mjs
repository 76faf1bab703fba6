// The oxlint plugin with the rules of this repository (.oxlintrc.json).
import { floors } from './floors.mjs';
import { noCircle } from './no-circle.mjs';

// oxlint-disable-next-line import/no-default-export -- oxlint loads a plugin's default export
export default { meta: { name: 'x' }, rules: { floors, 'no-circle': noCircle } };
