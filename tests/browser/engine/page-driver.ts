// What each engine does its own way, below the page that tests see.
import type { Viewport } from './engine.ts';

/** What an engine must be able to do with one page; keys are named as in the DOM. */
export interface PageDriver {
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  evaluate<T>(script: string): Promise<T>;
  /** Moves the mouse there and clicks so many times in a row. */
  clickAt(x: number, y: number, count: number): Promise<void>;
  typeText(text: string): Promise<void>;
  keyDown(key: string): Promise<void>;
  keyUp(key: string): Promise<void>;
  /** A PNG image. */
  screenshot(): Promise<Uint8Array>;
  setViewport(viewport: Viewport): Promise<void>;
  consoleErrors(): Promise<string[]>;
  close(): Promise<void>;
}
