// Runs forty times as many random histories and twelve times as many kills as the tests do.
export {};

process.env.FLOORKEY_SOAK = 'yes';
process.argv.push('--project', 'model');
await import('./test.ts');
