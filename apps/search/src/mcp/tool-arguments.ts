import { z } from 'zod';

/**
 * Returns the schema of a tool's arguments. It refuses other arguments and names the known ones, because a misspelt `folder` would search
 * everything.
 */
export function toolArguments<Shape extends z.core.$ZodLooseShape>(tool: string, shape: Shape) {
  const known = Object.keys(shape).join(', ');
  const takes = known === '' ? 'no arguments' : `only ${known}`;
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? `${tool} takes ${takes}, not ${issue.keys.join(', ')}` : undefined,
  });
}
