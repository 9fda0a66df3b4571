// Fails a unit test that writes an error or a warning to the console.
import { afterEach, beforeEach, expect, type MockInstance, vi } from 'vitest';

const said: string[] = [];
let spies: MockInstance[] = [];

beforeEach(() => {
  said.length = 0;
  spies = (['error', 'warn'] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation((...parts: unknown[]) => {
      said.push(`console.${level}: ${parts.map(String).join(' ')}`);
    }),
  );
});

afterEach(() => {
  for (const spy of spies) spy.mockRestore();
  expect(said).toEqual([]);
});
