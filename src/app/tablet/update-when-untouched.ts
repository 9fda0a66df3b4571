// When a screen of an account may show a new version: from when it comes up until somebody touches it.
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useUpdateWhenIdle } from './pad-update.ts';

/** Nothing can have been typed or opened on a screen that nobody has touched since it came up. */
export function useUpdateWhenUntouched(): void {
  const [path] = useLocation();
  const [touched, setTouched] = useState<string | null>(null);
  useEffect(() => {
    const note = () => setTouched(path);
    window.addEventListener('pointerdown', note, true);
    window.addEventListener('keydown', note, true);
    return () => {
      window.removeEventListener('pointerdown', note, true);
      window.removeEventListener('keydown', note, true);
    };
  }, [path]);
  useUpdateWhenIdle(touched !== path);
}
