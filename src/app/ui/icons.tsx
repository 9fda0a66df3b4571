// The icons: inline drawings of 24 units that take the colour and size of the text beside them.
import type { ReactElement } from 'react';

/** How an icon is shown. `size` is in CSS pixels, 20 unless given. */
export interface IconProps {
  size?: number | undefined;
}

/** Makes an icon from path data drawn with a 2-unit stroke; it is hidden from screen readers. */
function drawIcon(path: string): (props: IconProps) => ReactElement {
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

export const PencilIcon = drawIcon('M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4');
export const PlusIcon = drawIcon('M12 5v14M5 12h14');
export const CloseIcon = drawIcon('M6 6l12 12M18 6L6 18');
export const CheckIcon = drawIcon('M5 12.5l4.5 4.5L19 7.5');
export const ChevronDownIcon = drawIcon('M6 9.5l6 6 6-6');
export const ChevronRightIcon = drawIcon('M9.5 6l6 6-6 6');
export const ArrowUpIcon = drawIcon('M12 19V5M6 11l6-6 6 6');
export const ArrowDownIcon = drawIcon('M12 5v14M6 13l6 6 6-6');
export const SearchIcon = drawIcon('M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20');
export const EyeIcon = drawIcon(
  'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
);
export const EyeOffIcon = drawIcon(
  'M4 4l16 16M10 5.7a9 9 0 0 1 2-.2c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6.5 7.6A17 17 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.4-1.1',
);
export const DeleteIcon = drawIcon(
  'M8.5 5H20a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H8.5L2.5 12zM11.5 9.5l5 5M16.5 9.5l-5 5',
);
export const InfoIcon = drawIcon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.1');
export const SuccessIcon = drawIcon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l2.8 2.8L16 9.5');
export const WarningIcon = drawIcon('M12 3.5L2.5 20h19zM12 10v4.5M12 17v.1');
export const ErrorIcon = drawIcon('M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.5v5.5M12 16.2v.1');
export const UsersIcon = drawIcon(
  'M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.3M18 14a6.5 6.5 0 0 1 3.5 6',
);
export const UserIcon = drawIcon('M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0');
export const PartnersIcon = drawIcon('M3 8h18v11.5H3zM8.5 8V4.5h7V8M3 13.5h18M12 12v3');
export const TabletIcon = drawIcon(
  'M6 2.5h12a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 20V4A1.5 1.5 0 0 1 6 2.5zM10.5 18h3',
);
export const OrganizationIcon = drawIcon(
  'M3 21V9l6 4V9l6 4V4h6v17zM7.5 17h1M12.5 17h1M17.5 17h.5M17.5 13h.5',
);
export const RolesIcon = drawIcon('M12 2.5l8 3v6c0 5-3.4 8.6-8 10-4.6-1.4-8-5-8-10v-6zM8.5 12l2.5 2.5 4.5-5');
export const UnitsIcon = drawIcon('M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4');
export const AuditIcon = drawIcon('M5 3h14v18H5zM8.5 8h7M8.5 12h7M8.5 16h4');
export const LockIcon = drawIcon('M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11M12 15v2.5');
export const SignOutIcon = drawIcon('M14 4H5v16h9M10 12h11M17 8l4 4-4 4');
export const OfflineIcon = drawIcon(
  'M4 4l16 16M2.5 9.5A14 14 0 0 1 7 6.7M10.5 5.6A14 14 0 0 1 21.5 9.5M6 13.2a9 9 0 0 1 3.6-2.1M14.6 11.3a9 9 0 0 1 3.4 1.9M9.3 16.7a4 4 0 0 1 5.4 0M12 20v.1',
);
