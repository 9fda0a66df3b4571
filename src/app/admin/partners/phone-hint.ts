// What to type as a phone number, by the rule of the organization.
import type { Organization } from '../../../contract/endpoints/organization.ts';

/** Without a rule: while it is not known yet. */
export function hintPhone(rule: Organization['phoneRule'] | undefined): string {
  return rule === 'north-america'
    ? '11 digits: country code 1, area code and number, such as 1 202 555 0123.'
    : 'With the country code, such as +49 30 901820.';
}
