// The function that runs inside a page and finds the element a person would call by a name, a text or a label.

/** What to look for in the page. */
export interface ElementQuery {
  by: 'button' | 'text' | 'label';
  name: string;
  within?: string | undefined;
  /** Remember the element under this name on the page, for the next script. */
  keepAs?: string;
}

/** Where the element is, in CSS pixels of the viewport; or why it can't be used yet. */
export type FoundElement =
  | { found: true; x: number; y: number; kind: 'button' | 'listbox' | 'select' | 'typed' | 'set' }
  | { found: false; reason: string };

/** The JavaScript expression that answers a {@link FoundElement} for the query. */
export function findElementScript(query: ElementQuery): string {
  return `(${findElement.toString()})(${JSON.stringify(query)})`;
}

// Runs in the page: it may use nothing from outside of itself.
function findElement(query: ElementQuery): FoundElement {
  const buttons =
    'button, a[href], summary, input[type=button], input[type=submit], input[type=reset], input[type=checkbox], input[type=radio], [role=button], [role=link], [role=menuitem], [role=menuitemradio], [role=menuitemcheckbox], [role=tab], [role=option], [role=switch], [role=checkbox], [role=radio]';
  const fields =
    'input:not([type=hidden]), textarea, select, button, [role=combobox], [role=textbox], [role=spinbutton], [contenteditable=true]';
  const scopes =
    'tr, li, dialog, form, fieldset, section, article, [role=row], [role=listitem], [role=dialog], [role=alertdialog], [role=group]';

  const fold = (text: string) => text.replace(/\s+/g, ' ').trim();

  const isShown = (element: Element) =>
    !element.closest('[aria-hidden=true], [inert]') &&
    element.checkVisibility({ visibilityProperty: true }) &&
    element.getClientRects().length > 0;

  const readText = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (!(node instanceof Element)) return '';
    if (
      node.getAttribute('aria-hidden') === 'true' ||
      node.matches('script, style, template, select, textarea')
    )
      return '';
    if (!node.checkVisibility() && getComputedStyle(node).display !== 'contents') return '';
    const label = node.getAttribute('aria-label') ?? (node.matches('img') ? node.getAttribute('alt') : null);
    if (label) return label;
    const text = [...node.childNodes].map(readText).join('');
    return getComputedStyle(node).display.startsWith('inline') ? text : ` ${text} `;
  };

  const readReferences = (element: Element) =>
    (element.getAttribute('aria-labelledby') ?? '')
      .split(/\s+/)
      .map((id) => document.getElementById(id))
      .filter((labeller) => labeller !== null)
      .map((labeller) => fold(labeller.getAttribute('aria-label') ?? labeller.textContent));

  const readLabels = (element: Element) => {
    const native =
      element instanceof HTMLInputElement ||
      element instanceof HTMLTextAreaElement ||
      element instanceof HTMLSelectElement ||
      element instanceof HTMLButtonElement
        ? [...(element.labels ?? [])].map((label) => fold([...label.childNodes].map(readText).join('')))
        : [];
    return [
      fold(element.getAttribute('aria-label') ?? ''),
      ...readReferences(element),
      readReferences(element).join(' '),
      ...native,
    ];
  };

  const readName = (element: Element) => {
    const referenced = readReferences(element).join(' ');
    if (referenced) return fold(referenced);
    const label = fold(element.getAttribute('aria-label') ?? '');
    if (label) return label;
    const own = fold([...element.childNodes].map(readText).join(''));
    if (own) return own;
    if (element instanceof HTMLInputElement && /^(button|submit|reset)$/.test(element.type))
      return fold(element.value);
    return readLabels(element).find((label) => label !== '') ?? fold(element.getAttribute('title') ?? '');
  };

  const hasText = (element: Element) =>
    fold(element.textContent) === query.name || fold(readText(element)) === query.name;

  // The length of the smallest part of the page that holds both the element and the text; rows never look beyond themselves.
  const measureScope = (element: Element) => {
    if (query.within === undefined) return 0;
    for (let scope = element.closest(scopes); scope; scope = scope.parentElement?.closest(scopes) ?? null) {
      const text = fold(readText(scope));
      if (text.includes(query.within)) return text.length;
      if (scope.matches('tr, li, [role=row], [role=listitem]')) break;
    }
    return Number.POSITIVE_INFINITY;
  };

  const find = () => {
    if (query.by === 'button')
      return [...document.querySelectorAll(buttons)].filter((element) => readName(element) === query.name);
    if (query.by === 'label')
      return [...document.querySelectorAll(fields)].filter((element) =>
        readLabels(element).includes(query.name),
      );
    const matches = [...document.body.querySelectorAll('*')].filter(hasText);
    return matches.filter((element) => ![...element.children].some(hasText));
  };

  const isEnabled = (element: Element) =>
    !element.matches(':disabled') &&
    !element.closest('[aria-disabled=true]') &&
    !(query.by === 'label' && element.matches(':read-only:is(input, textarea)'));

  const pickKind = (element: Element) => {
    if (element instanceof HTMLSelectElement) return 'select';
    if (element.getAttribute('aria-haspopup') === 'listbox') return 'listbox';
    if (element instanceof HTMLButtonElement) return 'button';
    if (
      element instanceof HTMLInputElement &&
      /^(date|time|month|week|datetime-local|color|range|file)$/.test(element.type)
    )
      return 'set';
    return 'typed';
  };

  const findTarget = (element: Element): FoundElement => {
    // A checkbox or radio is often hidden under its drawn label: a finger lands on the label.
    const label =
      element instanceof HTMLInputElement && /^(checkbox|radio)$/.test(element.type)
        ? element.closest('label')
        : null;
    const target = label ?? element;
    target.scrollIntoView({ block: 'nearest', inline: 'nearest', behavior: 'instant' });
    let box = target.getBoundingClientRect();
    if (box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth) {
      target.scrollIntoView({ block: 'center', inline: 'center', behavior: 'instant' });
      box = target.getBoundingClientRect();
    }
    const x = box.left + box.width / 2;
    const y = box.top + box.height / 2;
    const top = document.elementFromPoint(x, y);
    if (!top || !(target.contains(top) || top.contains(target) || top.closest('label')?.contains(target))) {
      const cover = top
        ? `<${top.tagName.toLowerCase()} class="${top.getAttribute('class') ?? ''}">`
        : 'the edge of the window';
      return { found: false, reason: `it is covered by ${cover}` };
    }
    if (query.keepAs) Reflect.set(window, query.keepAs, element);
    return { found: true, x, y, kind: pickKind(element) };
  };

  query.name = fold(query.name);
  const named = find();
  if (named.length === 0) return { found: false, reason: 'there is none' };
  const nearest = Math.min(...named.map(measureScope));
  const scoped = named.filter(
    (element) => nearest < Number.POSITIVE_INFINITY && measureScope(element) === nearest,
  );
  if (scoped.length === 0) return { found: false, reason: `there is none beside the text "${query.within}"` };
  const shown = scoped.filter(isShown);
  if (shown.length === 0) return { found: false, reason: 'it is not visible' };
  const enabled = shown.filter(isEnabled);
  if (enabled.length === 0) return { found: false, reason: 'it is disabled' };
  let last: FoundElement = { found: false, reason: 'it is covered' };
  for (const element of enabled) {
    last = findTarget(element);
    if (last.found) return last;
  }
  return last;
}
