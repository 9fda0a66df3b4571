// What a screen is to show is waited for as long as a busy machine takes, instead of one second.
export {};

if (typeof document !== 'undefined') {
  const { configure } = await import('@testing-library/react');
  configure({ asyncUtilTimeout: 30_000 });
}
