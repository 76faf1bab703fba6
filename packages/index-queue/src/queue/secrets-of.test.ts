import { describe, expect, it } from 'vitest';

import { secretsOf } from './connect.ts';

describe('secretsOf', () => {
  it('contains the password, also as it is written in the URL, and the query', () => {
    const secrets = secretsOf('postgres://user:a%20secret@localhost/db?sslpassword=hidden-word');
    expect(secrets).toEqual(
      expect.arrayContaining(['a secret', 'a%20secret', '?sslpassword=hidden-word', 'hidden-word']),
    );
  });

  it('contains each word of a value of the query', () => {
    const secrets = secretsOf('postgres://localhost/db?options=-c%20hidden1=1%20-c%20work_mem=hidden2');
    expect(secrets).toEqual(expect.arrayContaining(['-c hidden1=1 -c work_mem=hidden2', 'hidden1', 'hidden2']));
    expect(secrets).not.toContain('1');
    expect(secrets).not.toContain('-c');
  });

  it.each(['sslmode=require', 'sslmode=no-verify', 'host=database.local', 'port=5432', 'user=postgres', 'family=6'])(
    'leaves out the words of %s, which hide nothing',
    (query) => {
      expect(secretsOf(`postgres://localhost/db?${query}`)).toEqual([`postgres://localhost/db?${query}`, `?${query}`]);
    },
  );

  it('is empty without a URL', () => {
    expect([secretsOf(undefined), secretsOf('no url')]).toEqual([[], []]);
  });
});
