// The settings of a start: what is read, and the one line for what is wrong.
import { describe, expect, it } from 'vitest';
import { readEnv, WrongSetting } from '../../src/server/env.ts';

function complaintOf(source: Record<string, string>): string {
  try {
    readEnv(source);
  } catch (error) {
    if (error instanceof WrongSetting) return error.message;
    throw error;
  }
  return 'nothing';
}

describe('readEnv', () => {
  it('needs nothing', () => {
    expect(readEnv({})).toMatchObject({
      port: 8080,
      host: '127.0.0.1',
      publicUrl: null,
      databaseUrl: null,
      trustProxy: false,
      tls: null,
    });
  });

  it('takes an empty value as none', () => {
    expect(readEnv({ PORT: '', DATABASE_URL: '', SECRET_KEY: '' })).toEqual(readEnv({}));
  });

  it('keeps of PUBLIC_URL what pages are opened from', () => {
    expect(readEnv({ PUBLIC_URL: 'https://Floorkey.Example.com:443/' }).publicUrl).toBe(
      'https://floorkey.example.com',
    );
  });

  it.each([
    ['PORT', 'eighty'],
    ['PORT', '0'],
    ['PORT', '65536'],
    ['PORT', '-1'],
    ['PORT', '80.5'],
    ['PUBLIC_URL', 'floorkey.example.com'],
    ['PUBLIC_URL', 'ftp://floorkey.example.com'],
    ['PUBLIC_URL', 'https://floorkey.example.com/path'],
    ['DATABASE_URL', 'mysql://u:hush-hush@h/d'],
    ['SMTP_URL', 'http://u:hush-hush@h'],
    ['SECRET_KEY', 'hush-hush'],
    ['TRUST_PROXY', 'yes'],
    ['LOG_LEVEL', 'loud'],
    ['METRICS', 'closed'],
    ['TLS_CERT', '/cert.pem'],
    ['TLS_KEY', '/key.pem'],
  ])(
    'says in one line what to write when %s is %s, and not what was written if it may be secret',
    (name, value) => {
      const line = complaintOf({ [name]: value });
      expect(line).toContain(name);
      expect(line).toMatch(/write/);
      expect(line).not.toContain('\n');
      expect(line).not.toContain('hush-hush');
    },
  );
});
