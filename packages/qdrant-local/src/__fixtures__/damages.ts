// Ways to damage an LMDB data file. Each takes the bytes of an intact file and returns a damaged copy.

type Random = () => number;

/** Returns a damaged copy of a data file's bytes. */
export type Damage = (whole: Buffer, random: Random) => Buffer;

const pageSize = 16_384;
const headerBytes = 24;
// The offset in a page of its kind.
const kindOffset = 18;
const kind = { branch: 1, leaf: 2, overflow: 4 };
const metaBytes = 160;
const noPage = 2n ** 64n - 1n;

/** All kinds of damage, by a description. */
export const damages: Readonly<Record<string, Damage>> = {
  'a page is zeros': changing((file, random) => {
    anyPage(file, random).fill(0);
  }),
  'a page is random bytes': changing((file, random) => {
    randomize(anyPage(file, random), random);
  }),
  'a bit is wrong': changing((file, random) => flip(anyPage(file, random), random)),
  'a bit is wrong where a page begins': changing((file, random) => flip(anyPage(file, random).subarray(0, 96), random)),
  'a bit is wrong in the meta pages': changing((file, random) => flip(metaOf(file, integer(2, random)), random)),
  'a bit is wrong in the newest pages': changing((file, random) => flip(pick(newestPages(file), random), random)),
  'some bytes are wrong': changing((file, random) => randomize(someBytes(anyPage(file, random), random), random)),
  'two pages are swapped': changing((file, random) => {
    const [one, other] = [anyPage(file, random), anyPage(file, random)];
    const copy = Buffer.from(one);
    one.set(other);
    other.set(copy);
  }),
  'a page is where another should be': changing((file, random) => {
    anyPage(file, random).set(anyPage(file, random));
  }),
  'a page is half of another': changing((file, random) => {
    const half = integer(pageSize / 512, random) * 512;
    anyPage(file, random).set(anyPage(file, random).subarray(half), half);
  }),
  'the file is cut': (whole, random) => Buffer.from(whole.subarray(0, integer(whole.length, random))),
  'the file is cut between pages': (whole, random) =>
    Buffer.from(whole.subarray(0, integer(whole.length / pageSize, random) * pageSize)),
  'the file is longer': (whole, random) =>
    Buffer.concat([whole, randomize(Buffer.alloc(1 + integer(4 * pageSize, random)), random)]),
  'a meta page is torn': changing((file, random) => {
    const [one, other] = random() < 0.5 ? [0, 1] : [1, 0];
    const start = integer(metaBytes / 8, random) * 8;
    metaOf(file, one).set(metaOf(file, other).subarray(start), start);
  }),
  'a meta page has wrong times': changing((file, random) => {
    const meta = metaOf(file, integer(2, random));
    meta.writeBigUInt64LE(BigInt(integer(300, random)), random() < 0.5 ? 152 : 144);
  }),
  'a list of free pages is wrong': changing((file, random) => {
    const root = freeRoot(file);
    const place = pick(entriesOf(root), random) + 16 + 8 * integer(8, random);
    root.writeBigInt64LE(BigInt(Math.floor(random() * 60) - 20), Math.min(place, pageSize - 8));
  }),
  'a list of free pages is overwritten': changing((file, random) =>
    randomize(someBytes(freeRoot(file), random), random),
  ),
  'a long value has bad header': changing((file, random) => {
    const values = pagesOf(file, kind.overflow);
    const page = values.length === 0 ? anyPage(file, random) : pick(values, random);
    if (random() < 0.5) flip(page.subarray(0, headerBytes), random);
    else page.writeUInt32LE(integer(2 ** 32, random), 20);
  }),
  'the header of a branch or a leaf is wrong': changing((file, random) => {
    const page = pick([...pagesOf(file, kind.branch), ...pagesOf(file, kind.leaf)], random);
    page.writeUInt16LE(integer(2 ** 16, random), pick([16, 18, 20, 22], random));
  }),
  'an entry of a branch or a leaf is wrong': changing((file, random) => {
    const page = pick([...pagesOf(file, kind.branch), ...pagesOf(file, kind.leaf)], random);
    const entry = pick(entriesOf(page), random);
    page.writeUInt16LE(integer(random() < 0.5 ? 64 : 2 ** 16, random), Math.min(entry + 2 * integer(4, random), pageSize - 2));
  }),
  'two entries of a page have changed places': changing((file, random) => {
    const page = pick([...pagesOf(file, kind.branch), ...pagesOf(file, kind.leaf)], random);
    const count = entriesOf(page).length;
    const places = [integer(count, random), integer(count, random)].map((index) => headerBytes + 2 * index);
    const [one, other] = places.map((place) => page.readUInt16LE(place));
    page.writeUInt16LE(other!, places[0]!);
    page.writeUInt16LE(one!, places[1]!);
  }),
  'a tree has a loop': changing((file, random) => {
    const branches = pagesOf(file, kind.branch);
    if (branches.length === 0) return;
    const page = pick(branches, random);
    const target = pick([...branches, ...pagesOf(file, kind.leaf)], random);
    page.writeUInt32LE(target.readUInt32LE(0), Math.min(pick(entriesOf(page), random), pageSize - 4));
  }),
};

function changing(change: (file: Buffer, random: Random) => unknown): Damage {
  return (whole, random) => {
    const file = Buffer.from(whole);
    change(file, random);
    return file;
  };
}

function pageAt(file: Buffer, page: number): Buffer {
  return file.subarray(page * pageSize, (page + 1) * pageSize);
}

function metaOf(file: Buffer, page: number): Buffer {
  return pageAt(file, page).subarray(0, metaBytes);
}

function newestMeta(file: Buffer): Buffer {
  const [first, second] = [metaOf(file, 0), metaOf(file, 1)];
  return second.readBigUInt64LE(152) > first.readBigUInt64LE(152) ? second : first;
}

/** Returns the pages that the newest transaction uses: those of all trees, and the first of each long value. */
function pagesInUse(file: Buffer): Buffer[] {
  const found: Buffer[] = [];
  const open = [88, 136].map((offset) => newestMeta(file).readBigUInt64LE(offset));
  for (let number = open.pop(); number !== undefined; number = open.pop()) {
    if (number === noPage) continue;
    const page = pageAt(file, Number(number));
    found.push(page);
    const pageKind = page.readUInt16LE(kindOffset);
    if (pageKind === kind.overflow) continue;
    for (const entry of entriesOf(page)) {
      const value = entry + 8 + page.readUInt16LE(entry + 6);
      const flags = page.readUInt16LE(entry + 4);
      if (pageKind === kind.branch) open.push(BigInt(page.readUInt32LE(entry)));
      else if (flags === 1) open.push(page.readBigUInt64LE(value));
      else if (flags === 2) open.push(page.readBigUInt64LE(value + 40));
    }
  }
  return found;
}

function anyPage(file: Buffer, random: Random): Buffer {
  return pick(pagesInUse(file), random);
}

function pagesOf(file: Buffer, wanted: number): Buffer[] {
  return pagesInUse(file).filter((page) => page.readUInt16LE(kindOffset) === wanted);
}

/** Returns the pages of the last transactions, including the roots. */
function newestPages(file: Buffer): Buffer[] {
  const newest = newestMeta(file).readBigUInt64LE(152);
  const found = pagesInUse(file).filter((page) => page.readBigUInt64LE(8) + 1n >= newest && page.readUInt16LE(kindOffset) < 4);
  return found.length === 0 ? pagesOf(file, kind.leaf) : found;
}

function freeRoot(file: Buffer): Buffer {
  const root = newestMeta(file).readBigUInt64LE(88);
  return root === noPage ? pageAt(file, 1) : pageAt(file, Number(root));
}

/** Returns the offsets of a page's entries. */
function entriesOf(page: Buffer): number[] {
  const count = Math.min(page.readUInt16LE(20) / 2, 1000);
  const entries = Array.from({ length: count }, (_, index) => headerBytes + page.readUInt16LE(headerBytes + 2 * index));
  return entries.length === 0 ? [headerBytes] : entries;
}

function flip(bytes: Buffer, random: Random): void {
  bytes[integer(bytes.length, random)]! ^= 1 << integer(8, random);
}

function randomize(bytes: Buffer, random: Random): Buffer {
  for (let index = 0; index < bytes.length; index++) bytes[index] = integer(256, random);
  return bytes;
}

function someBytes(page: Buffer, random: Random): Buffer {
  const start = random() < 0.3 ? integer(64, random) : integer(pageSize, random);
  return page.subarray(start, start + 1 + integer(32, random));
}

function pick<T>(list: readonly T[], random: Random): T {
  return list[integer(list.length, random)]!;
}

function integer(below: number, random: Random): number {
  return Math.floor(random() * below);
}
