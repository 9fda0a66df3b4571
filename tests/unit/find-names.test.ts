// Finding one name among many by its first letters.
import { describe, expect, test } from 'vitest';
import { findNames, listNames } from '../../src/app/kiosk/find-names.ts';

const names = listNames(
  ['Zoë Ångström', 'Ada Byron', 'Élodie Núñez', 'محمد عبد', 'Ada Zuse'].map((name, id) => ({
    id: String(id),
    name,
    roleId: 'r',
    verifier: null,
  })),
);
const found = (beginning: string) => findNames(names, beginning).found.map(({ name }) => name);

describe('names', () => {
  test('are found by the beginning of any of their words, whatever the accents', () => {
    expect(found('Z')).toEqual(['Zoë Ångström', 'Ada Zuse']);
    expect(found('AN')).toEqual(['Zoë Ångström']);
    expect(found('م')).toEqual(['محمد عبد']);
  });

  test('offer only letters that lead to somebody, one longer each time', () => {
    expect(findNames(names, 'A').letters).toEqual(['AD', 'AN']);
    expect(findNames(names, 'ADA').letters).toEqual([]);
  });
});
