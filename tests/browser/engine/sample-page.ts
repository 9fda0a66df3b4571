// The page, script and service worker of the sample site.

/** The page: plain controls, a table with equal buttons, and things that can't be clicked. */
export const samplePage = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Sample site</title><link rel="stylesheet" href="/page.css" /><link rel="icon" href="data:," /></head>
  <body>
    <main>
      <h1>Sample site</h1>
      <img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="8" height="8" />
      <p><label for="first">First name</label> <input id="first" /></p>
      <p><label>Started on <input id="started" type="date" /></label></p>
      <p><label><input type="checkbox" /> I agree</label></p>
      <p><label>Role <select id="role"><option value="staff">Staff</option><option value="manager">Manager</option></select></label></p>
      <p><span id="unit-label">Unit</span>
        <button id="unit" aria-haspopup="listbox" aria-labelledby="unit-value unit-label"><span id="unit-value">Choose</span></button></p>
      <ul id="units" role="listbox" aria-labelledby="unit-label" hidden>
        <li role="option" tabindex="0">South dock</li><li role="option" tabindex="0">North dock</li></ul>
      <p><button id="save" disabled>Save later</button> <button id="close" aria-label="Close panel">×</button>
        <button disabled>Never</button> <button hidden>Hidden</button></p>
      <table><tbody>
        <tr><td>Ada</td><td><button>Edit</button></td></tr><tr><td>Bela</td><td><button>Edit</button></td></tr>
        <tr><td>Cleo</td><td><button>Edit</button></td></tr></tbody></table>
      <p><button id="break">Break the rules</button> <button id="make">Make a key</button> <button id="use">Use the key</button></p>
      <p><button>Buried</button></p><div class="cover"></div>
      <p id="said" role="status"></p>
    </main>
    <script src="/page.js"></script>
  </body>
</html>`;

/** The page's script. */
export const sampleScript = `
const get = (id) => document.getElementById(id);
const say = (text) => { get('said').textContent = text; };
const first = get('first');
first.addEventListener('input', (event) =>
  say(first.value === '' ? 'First name is empty' : 'First name is ' + first.value + (event.isTrusted ? ', typed' : ', set')));
get('started').addEventListener('change', (event) => say('Started on ' + event.target.value));
get('role').addEventListener('change', (event) => say('Role is ' + event.target.value));
get('unit').addEventListener('click', () => { get('units').hidden = false; });
get('units').addEventListener('click', (event) => {
  get('units').hidden = true;
  get('unit-value').textContent = event.target.textContent;
  say('Unit is ' + event.target.textContent);
});
setTimeout(() => { get('save').disabled = false; }, 300);
let pressed;
get('save').addEventListener('pointerdown', (event) => { pressed = event.pointerType; });
get('save').addEventListener('click', (event) => say('Saved by a ' + (event.isTrusted ? 'trusted ' : 'made up ') + pressed));
get('close').addEventListener('click', () => say('Panel closed'));
document.querySelector('table').addEventListener('click', (event) => {
  if (event.target.matches('button')) say('Editing ' + event.target.closest('tr').cells[0].textContent);
});
document.querySelector('table').addEventListener('dblclick', (event) => say('Opened ' + event.target.closest('tr').cells[0].textContent));
addEventListener('keydown', (event) => { if (event.target === document.body || event.key === 'Tab') say('Key ' + (event.shiftKey && event.key !== 'Shift' ? 'Shift+' : '') + event.key); });
get('break').addEventListener('click', () => {
  console.error('said aloud');
  const script = document.createElement('script');
  script.text = trustedTypes.createPolicy('sample', { createScript: (text) => text }).createScript('document.title = "broken"');
  document.body.append(script);
  say('Rules broken');
  throw new Error('thrown late');
});
const open = () => new Promise((resolve, reject) => {
  const request = indexedDB.open('sample', 1);
  request.onupgradeneeded = () => request.result.createObjectStore('keys');
  request.onsuccess = () => resolve(request.result);
  request.onerror = () => reject(request.error);
});
get('make').addEventListener('click', async () => {
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  const change = (await open()).transaction('keys', 'readwrite', { durability: 'strict' });
  change.objectStore('keys').put(pair, 'pair');
  change.oncomplete = () => say('Key made');
});
get('use').addEventListener('click', async () => {
  const request = (await open()).transaction('keys').objectStore('keys').get('pair');
  request.onsuccess = async () => {
    const { privateKey, publicKey } = request.result;
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    const text = new TextEncoder().encode('floor');
    const good = await crypto.subtle.verify(how, publicKey, await crypto.subtle.sign(how, privateKey, text), text);
    say(good ? 'Signed with a key that is ' + (privateKey.extractable ? '' : 'not ') + 'extractable' : 'Signed badly');
  };
});
const policy = window.trustedTypes?.createPolicy('worker', { createScriptURL: (address) => address });
navigator.serviceWorker.register(policy ? policy.createScriptURL('/worker.js') : '/worker.js');
`;

/** The service worker: keeps the page's files and serves them when the server does not. */
export const sampleWorker = `
const files = ['/', '/page.js', '/page.css'];
addEventListener('install', (event) => event.waitUntil(caches.open('shell').then((cache) => cache.addAll(files))));
addEventListener('activate', (event) => event.waitUntil(clients.claim()));
addEventListener('fetch', (event) => {
  if (files.includes(new URL(event.request.url).pathname)) event.respondWith(fetch(event.request).catch(() => caches.match(event.request)));
});
`;
