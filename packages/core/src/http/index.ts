export { decompressBody, type DecompressedBody } from './decompress-body.ts';
export { prepareDrain } from './prepare-drain.ts';
