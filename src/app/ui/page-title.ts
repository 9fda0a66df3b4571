// The title of the page, which never carries a person's name: it stays in the browser's history.
import { useEffect } from 'react';

/** Shows `title` with the name of the app for as long as a screen stands. */
export function usePageTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Floorkey`;
  }, [title]);
}
