// The icons of every screen.
import { drawIcon } from './draw-icon.tsx';

export * from './admin/admin-icons.tsx';
export type { IconProps } from './draw-icon.tsx';
export * from './pad-icons.tsx';

export const CheckIcon = drawIcon('M5 12.5l4.5 4.5L19 7.5');
export const EyeIcon = drawIcon(
  'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 9a3 3 0 1 0 0 6 3 3 0 0 0 0-6z',
);
export const EyeOffIcon = drawIcon(
  'M4 4l16 16M10 5.7a9 9 0 0 1 2-.2c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-3 3.7M6.5 7.6A17 17 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4.4-1.1',
);
export const InfoIcon = drawIcon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 11v5.5M12 7.5v.1');
export const SuccessIcon = drawIcon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8 12.3l2.8 2.8L16 9.5');
export const WarningIcon = drawIcon('M12 3.5L2.5 20h19zM12 10v4.5M12 17v.1');
export const ErrorIcon = drawIcon('M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 7.5v5.5M12 16.2v.1');
export const LockIcon = drawIcon('M5 11h14v10H5zM8 11V7.5a4 4 0 0 1 8 0V11M12 15v2.5');
