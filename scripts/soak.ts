// Runs forty times as many random histories and twelve times as many kills as the tests do, or as many histories as are named.
const [named = '10000', ...rest] = process.argv.slice(2);
if (!/^[1-9]\d*$/.test(named)) throw new Error('Name the number of histories, or nothing for 10000.');

process.env.FLOORKEY_SOAK = named;
process.argv.splice(2, Number.POSITIVE_INFINITY, '--project', 'model', ...rest);
await import('./test.ts');

export {};
