// The pictures that an app’s tile can have: home draws them, and loads nothing else of apps.
export const appPictures = [
  ...(['app', 'orders', 'stock', 'machines', 'time', 'wiki'] as const),
  ...(['tasks', 'chat', 'charts', 'people', 'tools', 'quality'] as const),
] as const;
export type AppPicture = (typeof appPictures)[number];
