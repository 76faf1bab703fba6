import type { PointId } from '@x/core';

import { runInTurns, mapInSteps } from '../turns/steps.ts';
import { Turns } from '../turns/turns.ts';
import { passingSlots } from '../filter/passing-slots.ts';
import { selectSlots } from '../filter/slot-selection.ts';
import { emptyUpdate, type RequestContext } from '../json/server-errors.ts';
import type { CollectionConfig } from '../requests/collections/read-collection-config.ts';
import type { ParsedFilter } from '../requests/filter/filter-tree.ts';
import type { PointSelection } from '../requests/points/read-point-selection.ts';
import type { PointChange, PointRecord } from '../table/point-record.ts';
import { PointTable } from '../table/point-table.ts';
import type { Collection } from './collection.ts';

/**
 * A write being planned: the points as they will be after the steps so far. The collection itself does not change, so an
 * invalid write is detected, and throws, before anything has changed.
 */
export class WritePlan {
  readonly config: CollectionConfig;
  readonly #stored: PointTable;
  /** The turns used by planning. No other write happens in between. */
  readonly turns: Turns = new Turns();
  readonly #changes = new Map<PointId, PointChange>();
  #version: number;
  /** The points that this plan puts, as a table for filters. Created when the first filter needs it. */
  #written: PointTable | undefined;
  /** Changes not yet applied to that table. */
  #unwritten: PointChange[] = [];

  constructor({ config, table, nextOperationId }: Collection) {
    this.config = config;
    this.#stored = table;
    this.#version = nextOperationId;
  }

  /** The number of the operation being planned, which becomes the version of the points that it puts. */
  get version(): number {
    return this.#version;
  }

  /** Starts the next operation of the same write. */
  nextOperation(): void {
    this.#version++;
  }

  /** The last change of each point. */
  get changes(): PointChange[] {
    return [...this.#changes.values()];
  }

  /** Returns the point as it will be, with views on its vectors, or `undefined` when it will not exist. */
  record(id: PointId): PointRecord | undefined {
    const change = this.#changes.get(id);
    if (change !== undefined) return change.kind === 'put' ? change.record : undefined;
    const slot = this.#stored.slotOf(id);
    return slot === undefined ? undefined : this.#stored.record(slot);
  }

  has(id: PointId): boolean {
    const change = this.#changes.get(id);
    return change === undefined ? this.#stored.slotOf(id) !== undefined : change.kind === 'put';
  }

  /**
   * Returns the ids of a selection, each once: the given ids, whether or not they exist, or the ids of points that pass its filter.
   *
   * @throws {VectorStoreError} with status 400 when it is an empty list of ids.
   */
  async select(selection: PointSelection, context: RequestContext): Promise<PointId[]> {
    if (selection.kind === 'ids') {
      if (selection.ids.length === 0) throw emptyUpdate(context);
      const ids = new Set<PointId>();
      for (const id of selection.ids) {
        if (this.turns.isSpent()) await this.turns.next();
        ids.add(id);
      }
      return [...ids];
    }
    const { filter } = selection;
    const stored = await selectIds(this.#stored, filter, this.turns);
    if (this.#changes.size === 0) return stored;
    const selected: PointId[] = [];
    for (const id of stored) {
      if (this.turns.isSpent()) await this.turns.next();
      if (!this.#changes.has(id)) selected.push(id);
    }
    return selected.concat(await selectIds(await this.#writtenTable(), filter, this.turns));
  }

  /** Returns those of the ids whose points pass a filter, as they will be. */
  async passing(filter: ParsedFilter, ids: Iterable<PointId>): Promise<Set<PointId>> {
    if (filter === undefined) return new Set(ids);
    const passesStored = await idPredicate(this.#stored, filter, this.turns);
    const passesWritten =
      this.#changes.size === 0 ? undefined : await idPredicate(await this.#writtenTable(), filter, this.turns);
    const passing = new Set<PointId>();
    for (const id of ids) {
      if (this.turns.isSpent()) await this.turns.next();
      if (this.#changes.has(id) ? passesWritten!(id) : passesStored(id)) passing.add(id);
    }
    return passing;
  }

  put(record: Omit<PointRecord, 'version'>): void {
    this.#change({ kind: 'put', record: { ...record, version: this.#version } });
  }

  delete(id: PointId): void {
    if (this.has(id)) this.#change({ kind: 'delete', id });
  }

  #change(change: PointChange): void {
    this.#changes.set(change.kind === 'put' ? change.record.id : change.id, change);
    if (this.#written !== undefined) this.#unwritten.push(change);
  }

  async #writtenTable(): Promise<PointTable> {
    const written = this.#written ?? new PointTable(this.config);
    const changes = this.#written === undefined ? this.#changes.values() : this.#unwritten;
    for (const change of changes) {
      if (this.turns.isSpent()) await this.turns.next();
      for (const _ of written.applyInSteps(change)) if (this.turns.isSpent()) await this.turns.next();
    }
    this.#written = written;
    this.#unwritten = [];
    return written;
  }
}

/** Plans one operation of a write. */
export type OperationPlanner = (plan: WritePlan) => Promise<void>;

/**
 * Plans a write of consecutive operations, and yields to the event loop in between. The collection must not change before the
 * promise settles.
 */
export async function planWrite(collection: Collection, ...operations: OperationPlanner[]): Promise<PointChange[]> {
  const plan = new WritePlan(collection);
  for (const [index, operation] of operations.entries()) {
    if (index > 0) plan.nextOperation();
    await operation(plan);
  }
  return plan.changes;
}

async function selectIds(table: PointTable, filter: ParsedFilter, turns: Turns): Promise<PointId[]> {
  const slots = await passingSlots(table, await selectSlots(table, filter, turns), turns);
  return runInTurns(
    mapInSteps(slots, (slot) => table.id(slot)),
    turns,
  );
}

async function idPredicate(table: PointTable, filter: ParsedFilter, turns: Turns): Promise<(id: PointId) => boolean> {
  const { candidates, passes } = await selectSlots(table, filter, turns);
  const isCandidate = candidates === undefined ? undefined : new Set(candidates);
  return (id) => {
    const slot = table.slotOf(id);
    return slot !== undefined && (isCandidate?.has(slot) ?? true) && (passes?.(slot) ?? true);
  };
}
