// Asks for a step-up where the server wants one, and then does what was interrupted.
import { create } from 'zustand';
import type { Session } from '../../contract/endpoints/session.ts';
import { isProblem } from '../tablet/api.ts';
import { GivenUp } from '../ui/admin/use-form.ts';

type StepUpBy = Session['stepUpBy'];

type Question = {
  /** What this work takes; of somebody who needs a passkey it is a passkey in any case. */
  readonly by: StepUpBy;
  readonly done: () => void;
  readonly givenUp: () => void;
};

/** The question that is open; the dialog shows it. */
export const useStepUp = create<{ question: Question | null }>()(() => ({ question: null }));

function ask(by: StepUpBy): Promise<void> {
  return new Promise((resolve, reject) => {
    const close = () => useStepUp.setState({ question: null });
    useStepUp.getState().question?.givenUp();
    useStepUp.setState({
      question: {
        by,
        done() {
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
 * Does some work; when the server wants a step-up first, asks for it and does the work again.
 * @param by what the work takes: `passkey` where a password is not enough
 * @throws GivenUp when the person closed the question; else what the work throws
 */
export async function withStepUp<T>(work: () => Promise<T>, by: StepUpBy = 'any'): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isProblem(error, 'step_up_required')) throw error;
    await ask(by);
    return work();
  }
}
