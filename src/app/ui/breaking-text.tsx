// An email address, or the like, that breaks over lines behind its marks and not inside of a word.
import { Fragment } from 'react';

export function BreakingText({ text }: { text: string }) {
  const parts = text.match(/[^@.:/_-]*[@.:/_-]?/g) ?? [];
  return (
    <bdi>
      {parts.map((part, at) => (
        <Fragment key={parts.slice(0, at).join('')}>
          {part}
          <wbr />
        </Fragment>
      ))}
    </bdi>
  );
}
