import { InvalidArgumentError, requireInteger, requireOneOf } from '@x/core';

import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** The tasks for which a model has adapters. */
export type ModelTasks = Pick<SupportedTextEmbeddingModel, 'tasks' | 'defaultTasks'>;

/**
 * Returns the scalar inputs of a graph with tasks: `task_id`. For a model without tasks the result is empty.
 *
 * @throws {InvalidArgumentError} when `task` names a task that the model does not have.
 */
export function scalarInputsOf({ tasks, defaultTasks }: ModelTasks, task?: string): Readonly<Record<string, number>> {
  if (tasks === undefined) {
    if (task === undefined) return {};
    throw new InvalidArgumentError({
      parameter: 'task',
      value: task,
      expected: 'absent',
      advice: 'This model has only one task.',
    });
  }
  const name = requireOneOf(task ?? defaultTasks?.passage ?? '', 'task', Object.keys(tasks));
  return { task_id: tasks[name]! };
}

/**
 * Checks the tasks of a model that is added to the catalogue.
 *
 * @throws {InvalidArgumentError} when a task's number is not a whole number of 0 or more, or a default task is missing or unknown.
 */
export function requireTasks({ tasks, defaultTasks }: ModelTasks): void {
  if (tasks === undefined) return;
  for (const [name, number] of Object.entries(tasks)) requireInteger(number, `tasks.${name}`, { min: 0 });
  for (const use of ['query', 'passage'] as const) {
    requireOneOf(defaultTasks?.[use] ?? '', `defaultTasks.${use}`, Object.keys(tasks));
  }
}
