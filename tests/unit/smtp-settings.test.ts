// What SMTP_URL may say.
import { describe, expect, it } from 'vitest';
import { WrongSetting } from '../../src/server/env.ts';
import { readSmtpUrl } from '../../src/server/mail/smtp-settings.ts';

describe('SMTP_URL', () => {
  it('takes 587 for STARTTLS and 465 for TLS from the start, unless a port is named', () => {
    expect(readSmtpUrl('smtp://mail.example.com')).toMatchObject({ port: 587, tls: 'offered' });
    expect(readSmtpUrl('smtps://mail.example.com')).toMatchObject({ port: 465, tls: 'from-start' });
    expect(readSmtpUrl('smtp://mail.example.com:25')).toMatchObject({ port: 25, tls: 'offered' });
    expect(readSmtpUrl('smtp://mail.example.com:465')).toMatchObject({ port: 465, tls: 'from-start' });
  });

  it('demands TLS before a password leaves this machine', () => {
    expect(readSmtpUrl('smtp://u:p@mail.example.com').tls).toBe('required');
    expect(readSmtpUrl('smtp://u:p@192.0.2.1:25').tls).toBe('required');
    expect(readSmtpUrl('smtp://u:p@127.0.0.1.example.com').tls).toBe('required');
    expect(readSmtpUrl('smtp://u:p@localhost:2525').tls).toBe('offered');
    expect(readSmtpUrl('smtp://u:p@127.0.0.1:2525').tls).toBe('offered');
    expect(readSmtpUrl('smtp://u:p@[::1]:2525')).toMatchObject({ host: '::1', tls: 'offered' });
  });

  it('goes without TLS where it is told to, on this machine alone', () => {
    expect(readSmtpUrl('smtp://localhost:25?tls=off').tls).toBe('off');
    expect(() => readSmtpUrl('smtp://mail.example.com?tls=off')).toThrow('on this machine alone');
  });

  it('reads user and password percent-encoded', () => {
    expect(readSmtpUrl('smtp://a%40b:p%3A%2F%23@mail.example.com').credentials).toEqual({
      user: 'a@b',
      pass: 'p:/#',
    });
  });

  it.each([
    'smtp://',
    'smtp:///x',
    'smtp://mail.example.com/path',
    'http://mail.example.com',
    'smtp://mail.example.com?tls=no',
    'smtp://mail.example.com?tls.rejectUnauthorized=false',
    'smtp://mail.example.com?ca=',
    'smtp://u:secret%@mail.example.com',
    'smtp://u:secret#x@mail.example.com',
  ])('refuses %s in one line without a secret', (text) => {
    let refusal: unknown;
    try {
      readSmtpUrl(text);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toBeInstanceOf(WrongSetting);
    expect(String(refusal)).toMatch(/SMTP_URL is wrong: .+\.$/);
    expect(String(refusal)).not.toContain('secret');
  });
});
