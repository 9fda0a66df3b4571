// What a person does in the list of people: select rows, and read which rows stand there.
import type { ChromiumPage } from '../engine/chromium-engine.ts';

const rowScript = (name: string) =>
  `[...document.querySelectorAll('tbody [role=row], [role=rowgroup] [role=row]')].find((row) => row.querySelector('.fk-table-name')?.textContent === ${JSON.stringify(name)})`;

/** Ticks the box in the row of a person; without a name, the one in the head that selects all. */
export async function tickRow(page: ChromiumPage, name?: string): Promise<void> {
  const row = name === undefined ? `document.querySelector('[role=columnheader]')` : rowScript(name);
  await page.waitFor(`${row}?.querySelector('label')`, { what: `the box of ${name ?? 'everybody'}` });
  const before = await page.evaluate<boolean>(`${row}.querySelector('input').checked`);
  const { x, y } = await page.evaluate<{ x: number; y: number }>(`(() => {
    const box = ${row}.querySelector('label');
    box.scrollIntoView({ block: 'center' });
    const { x, y, width, height } = box.getBoundingClientRect();
    return { x: x + width / 2, y: y + height / 2 };
  })()`);
  await page.raw.mouse.click(x, y);
  await page.waitFor(`${row}.querySelector('input').checked !== ${before}`, {
    what: `the box of ${name ?? 'everybody'} to change`,
  });
}

/** The names in the list, from the top. */
export function readNames(page: ChromiumPage): Promise<string[]> {
  return page.evaluate<string[]>(
    `[...document.querySelectorAll('.fk-table-name')].map((name) => name.textContent)`,
  );
}

/** Waits until exactly these people stand in the list, in this order. */
export function waitForNames(page: ChromiumPage, names: readonly string[]): Promise<void> {
  const shown = `JSON.stringify([...document.querySelectorAll('.fk-table-name')].map((name) => name.textContent))`;
  return page.waitFor(`${shown} === ${JSON.stringify(JSON.stringify(names))}`, {
    what: `the list to be ${names.join(', ')}`,
  });
}
