// The icons that only the screens behind a sign-in show; the pad does not wait for them.
import { drawIcon } from '../draw-icon.tsx';

export const PencilIcon = /* @__PURE__ */ drawIcon('M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4');
export const PlusIcon = /* @__PURE__ */ drawIcon('M12 5v14M5 12h14');
export const CloseIcon = /* @__PURE__ */ drawIcon('M6 6l12 12M18 6L6 18');
export const ChevronDownIcon = /* @__PURE__ */ drawIcon('M6 9.5l6 6 6-6');
export const ChevronRightIcon = /* @__PURE__ */ drawIcon('M9.5 6l6 6-6 6');
export const ArrowUpIcon = /* @__PURE__ */ drawIcon('M12 19V5M6 11l6-6 6 6');
export const ArrowDownIcon = /* @__PURE__ */ drawIcon('M12 5v14M6 13l6 6 6-6');
export const SearchIcon = /* @__PURE__ */ drawIcon(
  'M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13zM15.5 15.5L20 20',
);
export const UsersIcon = /* @__PURE__ */ drawIcon(
  'M9 4.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM2.5 20a6.5 6.5 0 0 1 13 0M16 5a3.5 3.5 0 0 1 0 6.3M18 14a6.5 6.5 0 0 1 3.5 6',
);
export const UserIcon = /* @__PURE__ */ drawIcon(
  'M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0',
);
export const PartnersIcon = /* @__PURE__ */ drawIcon('M3 8h18v11.5H3zM8.5 8V4.5h7V8M3 13.5h18M12 12v3');
export const TabletIcon = /* @__PURE__ */ drawIcon(
  'M6 2.5h12a1.5 1.5 0 0 1 1.5 1.5v16a1.5 1.5 0 0 1-1.5 1.5H6A1.5 1.5 0 0 1 4.5 20V4A1.5 1.5 0 0 1 6 2.5zM10.5 18h3',
);
export const OrganizationIcon = /* @__PURE__ */ drawIcon(
  'M3 21V9l6 4V9l6 4V4h6v17zM7.5 17h1M12.5 17h1M17.5 17h.5M17.5 13h.5',
);
export const RolesIcon = /* @__PURE__ */ drawIcon(
  'M12 2.5l8 3v6c0 5-3.4 8.6-8 10-4.6-1.4-8-5-8-10v-6zM8.5 12l2.5 2.5 4.5-5',
);
export const UnitsIcon = /* @__PURE__ */ drawIcon(
  'M9 3h6v5H9zM3 16h6v5H3zM15 16h6v5h-6zM12 8v4M6 16v-4h12v4',
);
export const AppsIcon = /* @__PURE__ */ drawIcon(
  'M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z',
);
export const AuditIcon = /* @__PURE__ */ drawIcon('M5 3h14v18H5zM8.5 8h7M8.5 12h7M8.5 16h4');
export const PasskeyIcon = /* @__PURE__ */ drawIcon(
  'M15.5 3a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM11.5 12.5L3.5 20.5M6 18l2.5 2.5M9 15l2 2M17 7v.1',
);
export const SignOutIcon = /* @__PURE__ */ drawIcon('M14 4H5v16h9M10 12h11M17 8l4 4-4 4');
