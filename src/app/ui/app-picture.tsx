// The pictures of apps, on their tiles and in the list of the settings.
import type { AppPicture as PictureName } from '../../contract/app-pictures.ts';
import { drawIcon } from './draw-icon.tsx';

const drawings = {
  app: drawIcon('M4 4h6.5v6.5H4zM13.5 4H20v6.5h-6.5zM4 13.5h6.5V20H4zM13.5 13.5H20V20h-6.5z'),
  orders: drawIcon('M3 4h2.5l2.2 11h9.8l2-8H6.5M9 19.5v.1M16.5 19.5v.1'),
  stock: drawIcon('M12 3l8.5 4.5v9L12 21l-8.5-4.5v-9zM3.5 7.5L12 12l8.5-4.5M12 12v9'),
  machines: drawIcon(
    'M12 8.5a3.5 3.5 0 1 0 0 7 3.5 3.5 0 0 0 0-7zM12 2.5v3M12 18.5v3M2.5 12h3M18.5 12h3M5.3 5.3l2.1 2.1M16.6 16.6l2.1 2.1M5.3 18.7l2.1-2.1M16.6 7.4l2.1-2.1',
  ),
  time: drawIcon('M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7.5V12l3.5 2'),
  wiki: drawIcon('M12 6c-2-1.6-5-2-8.5-2v14c3.5 0 6.5.4 8.5 2 2-1.6 5-2 8.5-2V4C17 4 14 4.4 12 6zM12 6v14'),
  tasks: drawIcon(
    'M4 6l1.5 1.5L8 5M4 12.5L5.5 14 8 11.500M4 19l1.5 1.5L8 18M11.5 6.500H20M11.5 13H20M11.5 19.500H20',
  ),
  chat: drawIcon('M4 4.5h16v11.500h-9L6 20v-4H4z'),
  charts: drawIcon('M4 4v16h16M8.5 16v-4M12.5 16V8M16.5 16v-6'),
  people: drawIcon('M12 4a4 4 0 1 0 0 8 4 4 0 0 0 0-8zM4.5 20.5a7.5 7.5 0 0 1 15 0'),
  tools: drawIcon(
    'M14.5 5.500a4.5 4.5 0 0 0-5.6 5.600L3.5 16.500v4h4l5.4-5.400a4.5 4.5 0 0 0 5.6-5.600L16 12l-4-4z',
  ),
  quality: drawIcon('M12 2.5l8 3v6c0 5-3.4 8.6-8 10-4.6-1.4-8-5-8-10v-6zM8.5 12l2.5 2.5 4.5-5'),
} as const satisfies Record<PictureName, unknown>;

/** @param size in CSS pixels */
export function AppPicture({ picture, size }: { picture: PictureName; size: number }) {
  const Drawing = drawings[picture];
  return <Drawing size={size} />;
}
