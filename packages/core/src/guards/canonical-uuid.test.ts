import { expect, it } from 'vitest';

import { canonicalUuid } from './canonical-uuid.ts';

const uuid = '0f8fad5b-d9cb-469f-a165-70867728950e';
const digits = uuid.replaceAll('-', '');
const upper = uuid.toUpperCase();

it.each([
  uuid,
  upper,
  digits,
  digits.toUpperCase(),
  `{${uuid}}`,
  `{${upper}}`,
  `urn:uuid:${uuid}`,
  `urn:uuid:${upper}`,
])('canonicalUuid reads %s', (text) => expect(canonicalUuid(text)).toBe(uuid));

it.each([
  '',
  `${uuid}0`,
  ` ${uuid}`,
  uuid.replace('0f', '0g'),
  uuid.replace('-', ''), // four hyphens or none
  `${digits.slice(0, 4)}-${digits.slice(4, 8)}-${digits.slice(8, 12)}-${digits.slice(12, 16)}-${digits.slice(16)}`,
  `{${uuid}`,
  `${uuid}}`,
  `(${uuid})`,
  `{${digits}}`,
  `urn:uuid:${digits}`,
  `urn:uuid:{${uuid}}`,
  `URN:UUID:${uuid}`,
  `uuid:urn:${uuid}`,
])('canonicalUuid does not read %j', (text) => {
  expect(canonicalUuid(text)).toBeUndefined();
});
