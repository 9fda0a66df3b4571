// Reading of phone numbers: what somebody typed, checked against the numbering plans, as E.164.
import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { keepSeen } from '../../../contract/seen-text.ts';
import { fieldProblem, type ProblemError } from './problem-error.ts';

/** What an organization takes: any country's numbers, or the 11 digits of North America. */
export type PhoneRule = 'international' | 'north-america';

/**
 * Area code and number of the North American plan (NANPA, "About the NANP"): neither begins with 0 or 1, and no area
 * code ends in 11. Its area codes grow so fast that a list of them would refuse users who have a new one.
 */
const northAmerican = /^[2-9](?!11)\d{2}[2-9]\d{6}$/;

const elevenDigits = 'Enter the 11 digits: country code 1, area code and number, such as 1 202 555 0123.';

const digitsOf = (text: string) => text.replace(/\D/g, '');

function refuse(field: string, message: string): ProblemError {
  return fieldProblem('validation_failed', field, message);
}

/** Puts the plus in front where it is meant: instead of "00", and for the 11 digits of North America. */
function toInternational(text: string, rule: PhoneRule): string {
  // Address books put marks of direction around a number.
  const plain = keepSeen(text.normalize('NFKC'));
  if (plain.startsWith('+')) return plain;
  if (rule === 'north-america') return /^[\s(]*1/.test(plain) ? `+${plain.replace(/^[\s(]+/, '')}` : plain;
  return plain.replace(/^00(?=[\s()./-]*[1-9])/, '+');
}

function isReal(phone: PhoneNumber): boolean {
  return phone.countryCallingCode === '1' ? northAmerican.test(phone.nationalNumber) : phone.isValid();
}

/**
 * Reads a phone number.
 * @param rule what the organization takes
 * @param field where a refusal is shown
 * @returns E.164, such as "+4930901820"
 * @throws ProblemError `validation_failed` at the field, in words that say what to type
 */
export function readPhoneNumber(text: string, rule: PhoneRule, field = 'phone'): string {
  const typed = toInternational(text, rule);
  const phone = parsePhoneNumberFromString(typed, { extract: false });
  if (phone?.ext) throw refuse(field, 'Leave the extension out: only the number itself is kept.');
  const isOfNorthAmerica = phone?.countryCallingCode === '1';
  if (rule === 'north-america') {
    if (!isOfNorthAmerica || digitsOf(typed).length !== 11) throw refuse(field, elevenDigits);
  } else if (!typed.startsWith('+') || !phone) {
    throw refuse(field, 'Start with + and the country code, such as +49 30 901820.');
  }
  if (isReal(phone)) return phone.number;
  const hint = isOfNorthAmerica
    ? 'After the 1 enter area code and number. Neither can begin with 0 or 1.'
    : 'Check the digits.';
  throw refuse(
    field,
    `No number with the country code +${phone.countryCallingCode} looks like this. ${hint}`,
  );
}
