// The name of a person where one is to be told from another: beside it what sets a namesake apart, where there is one.
import type { User } from '../../../contract/endpoints/users.ts';

export function sayPerson({ name, apart }: Pick<User, 'name' | 'apart'>): string {
  return apart ? `${name} (${apart})` : name;
}
