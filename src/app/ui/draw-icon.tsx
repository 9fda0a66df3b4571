// How icons are made: inline drawings of 24 units that take the colour and size of the text beside them.
import type { ReactElement } from 'react';

/** How an icon is shown. `size` is in CSS pixels, 20 unless given. */
export interface IconProps {
  size?: number | undefined;
}

/** Makes an icon from path data drawn with a 2-unit stroke; it is hidden from screen readers. */
export function drawIcon(path: string): (props: IconProps) => ReactElement {
  return ({ size = 20 }) => (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={path} />
    </svg>
  );
}
