export { decodeTextBody, type TextBody } from './decode-text-body.ts';
export { decompressBody, type DecompressedBody } from './decompress-body.ts';
export { listen } from './listen.ts';
export { prepareDrain } from './prepare-drain.ts';
