// Which encoding a file has, and what its letters come to with it.
import { Select } from '../../../ui/admin/select.tsx';
import { encodings, findDoubtfulLines } from './decode-text.ts';
import type { Source } from './read-source.ts';
import { decodeAs } from './read-source.ts';
import { RowsRegion } from './rows-region.tsx';
import './import.css';

/** Shows nothing of a file without letters beyond a to z: they are the same in every encoding. */
export function EncodingChoice({ source, onChange }: { source: Source; onChange: (source: Source) => void }) {
  const { encoded, text, name } = source;
  if (!encoded) return null;
  const lines = findDoubtfulLines(text, encoded.encoding);
  if (lines.length === 0) return null;
  return (
    <>
      <Select
        label="Encoding"
        hint="Check that the names below look right. If not, choose another one."
        options={encodings}
        value={encoded.encoding}
        onChange={(encoding) => onChange(decodeAs(name, encoded.bytes, encoding))}
      />
      <RowsRegion label="Rows with special letters">
        <ul className="fk-import-lines">
          {lines.map((line, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines may be alike, and have nothing else
            <li key={at}>
              <bdi>{line}</bdi>
            </li>
          ))}
        </ul>
      </RowsRegion>
    </>
  );
}
