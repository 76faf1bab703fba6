import { InvalidArgumentError, requireInteger, requireOneOf } from '@x/core';

import type { SupportedTextEmbeddingModel } from './supported-text-embedding-model.ts';

/** Tasks that a model has adapters for. */
export type ModelTasks = Pick<SupportedTextEmbeddingModel, 'tasks' | 'defaultTasks'>;

/**
 * What a graph with tasks is fed beside the tokens, `task_id`; nothing for a model without tasks.
 *
 * @throws {InvalidArgumentError} when the model has no such task, or none at all.
 */
export function scalarInputsOf({ tasks, defaultTasks }: ModelTasks, task?: string): Readonly<Record<string, number>> {
  if (tasks === undefined) {
    if (task === undefined) return {};
    throw new InvalidArgumentError({
      parameter: 'task',
      value: task,
      expected: 'absent: this model has one task only',
    });
  }
  const name = requireOneOf(task ?? defaultTasks?.passage ?? '', 'task', Object.keys(tasks));
  return { task_id: tasks[name]! };
}

/**
 * Checks the tasks of a model that is added to the catalogue.
 *
 * @throws {InvalidArgumentError} when a number is not whole, or the default tasks are missing or unknown.
 */
export function requireTasks({ tasks, defaultTasks }: ModelTasks): void {
  if (tasks === undefined) return;
  for (const [name, number] of Object.entries(tasks)) requireInteger(number, `tasks.${name}`, { min: 0 });
  for (const use of ['query', 'passage'] as const) {
    requireOneOf(defaultTasks?.[use] ?? '', `defaultTasks.${use}`, Object.keys(tasks));
  }
}
