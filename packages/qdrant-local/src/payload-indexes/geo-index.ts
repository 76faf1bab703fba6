import type { Steps } from '../turns/steps.ts';
import type { ValueTest } from '../requests/filter/filter-tree.ts';
import {
  earthRadius,
  type GeoArea,
  type GeoPosition,
  isOnGlobe,
  positionOf,
  radians,
} from '../requests/filter/geo-area.ts';
import type { PayloadIndex, SlotSource } from './payload-index.ts';
import { SlotList } from './slot-list.ts';
import { uniteSlots } from './slot-sets.ts';
import { type PairRange, SortedPairs } from './sorted-pairs.ts';

/** The size of a cell in degrees, about 5.6 km along a meridian. */
const cellSize = 0.05;
const columns = 360 / cellSize + 1;
const valuesPerStep = 256;

/** Finds points by the grid cells that contain their coordinates. */
export class GeoIndex implements PayloadIndex {
  readonly #cells = new SortedPairs();
  /** Points with coordinates outside the valid range. Every query returns them as candidates, and each is tested on its own. */
  readonly #elsewhere = new SlotList();
  #pointCount = 0;

  get pointCount(): number {
    return this.#pointCount;
  }

  *add(slot: number, values: readonly unknown[]): Steps<void> {
    let insideCount = 0;
    for (const [index, position] of values.map(positionOf).entries()) {
      if (index % valuesPerStep === valuesPerStep - 1) yield;
      if (position === undefined) continue;
      if (!isOnGlobe(position)) {
        this.#elsewhere.add(slot);
        continue;
      }
      this.#cells.add(cellOf(position), slot);
      insideCount++;
    }
    if (insideCount > 0) this.#pointCount++;
  }

  *remove(slot: number, values: readonly unknown[]): Steps<void> {
    let insideCount = 0;
    for (const [index, position] of values.map(positionOf).entries()) {
      if (index % valuesPerStep === valuesPerStep - 1) yield;
      if (position === undefined || !isOnGlobe(position)) continue;
      this.#cells.remove(cellOf(position), slot);
      insideCount++;
    }
    this.#elsewhere.remove(slot);
    if (insideCount > 0) this.#pointCount--;
  }

  *find(test: ValueTest): Steps<SlotSource | undefined> {
    if (test.kind !== 'geo') return undefined;
    const ranges: PairRange[] = [];
    for (const box of boxesAround(test.area)) {
      ranges.push(...this.#rangesOf(box));
      yield;
    }
    return {
      estimate: ranges.reduce((total, { from, to }) => total + to - from, this.#elsewhere.size),
      isExact: false,
      slots: () => uniteSlots([...ranges.map((range) => this.#cells.slots(range)), this.#elsewhere.view()]),
    };
  }

  /** Returns the ranges of the cells in a box. The cells of one row are adjacent; rows without points are skipped. */
  #rangesOf({ west, east, south, north }: GeoBox): PairRange[] {
    const ranges: PairRange[] = [];
    const lastRow = rowOf(north);
    for (let row = rowOf(south); row <= lastRow;) {
      const gte = row * columns + columnOf(west);
      const lte = row * columns + columnOf(east);
      const range = this.#cells.range({ gt: -Infinity, gte, lt: Infinity, lte });
      if (range.to > range.from) ranges.push(range);
      if (range.to === this.#cells.size) break;
      row = Math.max(row + 1, Math.floor(this.#cells.key(range.to) / columns));
    }
    return ranges;
  }
}

/** A box in degrees; `west` is not east of `east`. */
interface GeoBox {
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/** Returns boxes that contain the whole area. They may be larger than the area. */
function boxesAround(area: GeoArea): GeoBox[] {
  if (area.shape === 'circle') return boxesAroundCircle(area.center, area.radius);
  if (area.shape === 'polygon') {
    let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity];
    for (const { lon, lat } of area.exterior) {
      [west, east] = [Math.min(west, lon), Math.max(east, lon)];
      [south, north] = [Math.min(south, lat), Math.max(north, lat)];
    }
    return [{ west, east, south, north }];
  }
  const { topLeft, bottomRight } = area;
  return splitBox(topLeft.lon, bottomRight.lon, bottomRight.lat, topLeft.lat);
}

function boxesAroundCircle({ lon, lat }: GeoPosition, radius: number): GeoBox[] {
  if (!(radius > 0)) return [];
  // A little wider than the circle, for the rounding of its edge.
  const angle = (radius / earthRadius) * (1 + 1e-9) + 1e-9;
  const south = lat - degrees(angle);
  const north = lat + degrees(angle);
  // A circle that contains a pole includes every longitude.
  if (south <= -90 || north >= 90) return splitBox(-180, 180, south, north);
  const width = degrees(Math.asin(Math.min(1, Math.sin(angle) / Math.cos(radians(lat))))) + 1e-9;
  const isAround = width >= 180;
  return splitBox(isAround ? -180 : wrap(lon - width), isAround ? 180 : wrap(lon + width), south, north);
}

/** Returns the box, or two boxes when it crosses the antimeridian. */
function splitBox(west: number, east: number, south: number, north: number): GeoBox[] {
  if (south > north) return [];
  if (west <= east) return [{ west, east, south, north }];
  return [
    { west, east: 180, south, north },
    { west: -180, east, south, north },
  ];
}

function wrap(longitude: number): number {
  if (longitude < -180) return longitude + 360;
  return longitude > 180 ? longitude - 360 : longitude;
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI;
}

function cellOf({ lon, lat }: GeoPosition): number {
  return rowOf(lat) * columns + columnOf(lon);
}

function rowOf(latitude: number): number {
  return Math.floor((Math.min(90, Math.max(-90, latitude)) + 90) / cellSize);
}

function columnOf(longitude: number): number {
  return Math.floor((longitude + 180) / cellSize);
}
