// The search text and the page of the users list, kept in the address, so that reload, back and a shared link find them again.
import { useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'wouter';

const debounceMilliseconds = 250;

/** `text` is what is typed; `search` is what is looked for, a quarter of a second after the last key. */
export function useUsersAddress() {
  const [parameters, setParameters] = useSearchParams();
  const search = parameters.get('search') ?? '';
  const asked = parameters.get('page') ?? '1';
  const page = /^[1-9][0-9]{0,5}$/.test(asked) ? Number(asked) : 1;
  const [text, setText] = useState(search);
  const written = useRef(search);

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
      setParameters(wanted === '' ? {} : { search: wanted }, { replace: true });
    }, debounceMilliseconds);
    return () => clearTimeout(timer);
  }, [text, setParameters]);

  const setPage = (to: number) => {
    setParameters({ ...(search === '' ? {} : { search }), ...(to === 1 ? {} : { page: String(to) }) });
    scrollTo(0, 0);
  };
  return { text, setText, search, page, setPage };
}
