// Asks for the password once more where the server wants it fresh, and then does what was interrupted.
import { create } from 'zustand';
import { isProblem } from '../api.ts';
import { GivenUp } from '../ui/admin/use-form.ts';

type Question = { readonly confirmed: () => void; readonly givenUp: () => void };

/** The question that is open; the dialog shows it. */
export const useFreshPassword = create<{ question: Question | null }>()(() => ({ question: null }));

function ask(): Promise<void> {
  return new Promise((resolve, reject) => {
    const close = () => useFreshPassword.setState({ question: null });
    useFreshPassword.getState().question?.givenUp();
    useFreshPassword.setState({
      question: {
        confirmed() {
          close();
          resolve();
        },
        givenUp() {
          close();
          reject(new GivenUp('The password was not entered.'));
        },
      },
    });
  });
}

/**
 * Does some work; when the server wants a fresh password first, asks for it and does the work again.
 * @throws GivenUp when the person closed the question; else what the work throws
 */
export async function withFreshPassword<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isProblem(error, 'sudo_required')) throw error;
    await ask();
    return work();
  }
}
