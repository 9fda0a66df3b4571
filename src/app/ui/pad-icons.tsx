// The icons that the pad shows: it loads no others.
import { drawIcon } from './draw-icon.tsx';

export const DeleteIcon = drawIcon(
  'M8.5 5H20a1 1 0 0 1 1 1v12a1 1 0 0 1-1 1H8.5L2.5 12zM11.5 9.5l5 5M16.5 9.5l-5 5',
);
export const OfflineIcon = drawIcon(
  'M4 4l16 16M2.5 9.5A14 14 0 0 1 7 6.7M10.5 5.6A14 14 0 0 1 21.5 9.5M6 13.2a9 9 0 0 1 3.6-2.1M14.6 11.3a9 9 0 0 1 3.4 1.9M9.3 16.7a4 4 0 0 1 5.4 0M12 20v.1',
);
