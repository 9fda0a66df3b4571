// What parts the cells of a file: found in its first lines by titles that are known, or by counting outside of quotes.
import { userFileColumnsMost } from '../../../contract/user-file.ts';
import { readHeading } from './headings.ts';

const candidates = [',', ';', '\t', '|'] as const;
const linesLooked = 50;
const charactersLooked = 64 * 1024;

/** How often each candidate stands in each of the first lines. */
function countInLines(text: string): Map<string, number>[] {
  const lines: Map<string, number>[] = [];
  let line = new Map<string, number>();
  let isQuoted = false;
  for (const character of text.slice(0, charactersLooked)) {
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === '\n' || character === '\r') {
      lines.push(line);
      if (lines.length === linesLooked) return lines;
      line = new Map();
    } else line.set(character, (line.get(character) ?? 0) + 1);
  }
  return [...lines, line];
}

/** Of each line, cut by a candidate, how many cells are titles that are known; the most that one line has. */
function countTitles(text: string, candidate: string): number {
  const lines = text
    .slice(0, charactersLooked)
    .split(/\r\n|[\r\n]/, linesLooked)
    .map((line) => line.split(candidate, userFileColumnsMost));
  const isTitle = (cell: string) => readHeading(cell.replaceAll('"', '').trim()) !== null;
  return Math.max(0, ...lines.map((cells) => cells.filter(isTitle).length));
}

/**
 * The candidate that parts most titles; where none parts more than another, that by which most lines have equally many cells,
 * and most of them; a comma where none does. One row may have many bars, between its units, where titles have one comma.
 */
export function findDelimiter(text: string): string {
  const lines = countInLines(text);
  const score = (candidate: string) => {
    const alike = new Map<number, number>();
    for (const line of lines) {
      const count = line.get(candidate) ?? 0;
      if (count > 0) alike.set(count, (alike.get(count) ?? 0) + 1);
    }
    return Math.max(0, ...[...alike].map(([count, times]) => count * times * times));
  };
  const [best] = candidates
    .map((candidate) => ({
      candidate,
      titles: countTitles(text, candidate),
      points: score(candidate),
    }))
    .toSorted((a, b) => b.titles - a.titles || b.points - a.points);
  return best?.candidate ?? ',';
}

/** The first line by which spreadsheets name what parts the cells; they don't show it as a row. */
const separatorLine = /^sep=([^\r\n])[ \t]*(?:\r\n|\r|\n|$)/i;

/** Takes a line `sep=;` off. @returns what parts the cells, and the rows */
export function readSeparator(text: string): { delimiter: string; rows: string } {
  const [line, named] = separatorLine.exec(text) ?? [];
  const rows = text.slice(line?.length ?? 0);
  return { delimiter: named ?? findDelimiter(rows), rows };
}
