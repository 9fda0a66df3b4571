// Who holds the address that a form could not give to its user, as the server told when it refused.
import { useState } from 'react';
import type { Problem } from '../../../../contract/problem.ts';
import { isProblem } from '../../../tablet/api.ts';

export type EmailHolder = NonNullable<Problem['holder']>;

/** Keeps the holder of an address for as long as that address stands in the form. */
export function useEmailHolder(email: string) {
  const [found, setFound] = useState<{ email: string; holder: EmailHolder } | null>(null);
  /** Sends something with the address; a refusal is thrown on, and its holder noted. */
  const noteHolder = async <T>(send: () => Promise<T>): Promise<T> => {
    setFound(null);
    try {
      return await send();
    } catch (error) {
      if (isProblem(error, 'email_taken') && error.holder) setFound({ email, holder: error.holder });
      throw error;
    }
  };
  return { holder: found?.email === email ? found.holder : null, noteHolder, forget: () => setFound(null) };
}
