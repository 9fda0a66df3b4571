// What the users list shows, kept in the address, so that reload, back and a shared link find it again.
import { useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';
import { noFilters, readUsersView, type UsersView, writeUsersView } from './users-view.ts';

const debounceMilliseconds = 250;

/** `text` is what is typed; `view.search` is what is looked for, a quarter of a second after the last key. */
export function useUsersAddress() {
  const [parameters, setParameters] = useSearchParams();
  // Made anew with every render, so what they say is what tells two of them apart.
  const address = parameters.toString();
  const view = useMemo(() => readUsersView(new URLSearchParams(address)), [address]);
  const { search } = view;
  const [text, setText] = useState(search);
  const written = useRef(search);
  const shown = useRef(view);
  shown.current = view;

  useEffect(() => {
    // Somebody went back or forward: the field follows the address.
    if (search !== written.current) setText(search);
    written.current = search;
  }, [search]);

  useEffect(() => {
    const wanted = text.trim();
    if (wanted === written.current) return;
    const timer = setTimeout(() => {
      written.current = wanted;
      setParameters(writeUsersView({ ...shown.current, search: wanted, page: 1 }), { replace: true });
    }, debounceMilliseconds);
    return () => clearTimeout(timer);
  }, [text, setParameters]);

  /** Shows something else; from the first page, unless a page is asked for. */
  const show = (changes: Partial<UsersView>) => {
    setParameters(writeUsersView({ ...view, page: 1, ...changes }));
    if (changes.page !== undefined) scrollTo(0, 0);
  };
  const showEverybody = () => {
    written.current = '';
    setText('');
    show({ ...noFilters, search: '' });
  };
  return { text, setText, view, show, showEverybody };
}
