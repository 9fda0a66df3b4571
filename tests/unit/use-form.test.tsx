// @vitest-environment jsdom
// How a form behaves: sent once, nothing lost, the first wrong field in focus, and going on after a step-up.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, expect, it, vi } from 'vitest';
import { useStepUp, withStepUp } from '../../src/app/auth/step-up.ts';
import { ApiProblem, Unreachable } from '../../src/app/tablet/api.ts';
import { FailureNotice } from '../../src/app/ui/admin/failure-notice.tsx';
import { useForm } from '../../src/app/ui/admin/use-form.ts';
import { Field } from '../../src/app/ui/field.tsx';

// jsdom has no layout, so it can't scroll.
Element.prototype.scrollIntoView = () => {};
afterEach(cleanup);

type Send = (values: { first: string; second: string }) => Promise<void>;

function Sample({ send }: { send: Send }) {
  const form = useForm({ initial: { first: '', second: '' }, send });
  return (
    <form {...form.props} aria-label="sample">
      <Field label="First" {...form.field('first')} />
      <Field label="Second" {...form.field('second')} />
      <FailureNotice failure={form.failure} onRetry={form.submit} />
    </form>
  );
}

const submit = () => act(async () => void fireEvent.submit(screen.getByRole('form')));
const second = () => screen.getByLabelText<HTMLInputElement>('Second');
const problem = (code: string, errors?: { field: string; message: string }[]) =>
  new ApiProblem({
    code,
    status: 409,
    detail: 'It did not work. Do it otherwise.',
    ...(errors && { errors }),
  });

it('is sent once, however often it is submitted while the answer is on its way', async () => {
  let answer = () => {};
  const send = vi.fn<Send>(() => new Promise((resolve) => (answer = resolve)));
  render(<Sample send={send} />);
  await act(async () => {
    fireEvent.submit(screen.getByRole('form'));
    fireEvent.submit(screen.getByRole('form'));
  });
  await submit();
  expect(send).toHaveBeenCalledTimes(1);
  await act(async () => answer());
  await submit();
  expect(send).toHaveBeenCalledTimes(2);
});

it('names a problem at its field, moves the focus there, and keeps what was typed', async () => {
  render(
    <Sample
      send={() => Promise.reject(problem('pin_taken', [{ field: 'second', message: 'Choose another.' }]))}
    />,
  );
  fireEvent.change(second(), { target: { value: 'typed' } });
  await submit();
  expect(document.activeElement).toBe(second());
  expect(second().value).toBe('typed');
  expect(screen.getByText('Choose another.')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
  fireEvent.change(second(), { target: { value: 'typed again' } });
  expect(screen.queryByText('Choose another.')).toBeNull();
});

it('says a problem of a field that it does not have for the whole form', async () => {
  render(
    <Sample
      send={() => Promise.reject(problem('validation_failed', [{ field: 'state', message: 'No.' }]))}
    />,
  );
  await submit();
  expect(screen.getByRole('alert').textContent).toBe('It did not workDo it otherwise.');
});

it('offers to try again when the server can’t be reached, and then goes on', async () => {
  const send = vi.fn<Send>().mockRejectedValueOnce(new Unreachable()).mockResolvedValue();
  render(<Sample send={send} />);
  fireEvent.change(second(), { target: { value: 'typed' } });
  await submit();
  await act(async () => screen.getByRole('button', { name: 'Try again' }).click());
  expect(send).toHaveBeenLastCalledWith({ first: '', second: 'typed' });
  expect(screen.queryByRole('alert')).toBeNull();
});

it('goes on by itself once the password was entered, and says nothing when the question was closed', async () => {
  const call = vi
    .fn<() => Promise<void>>()
    .mockRejectedValueOnce(problem('step_up_required'))
    .mockResolvedValue();
  render(<Sample send={() => withStepUp(call)} />);
  await submit();
  expect(call).toHaveBeenCalledTimes(1);
  await act(async () => useStepUp.getState().question?.done());
  expect(call).toHaveBeenCalledTimes(2);
  call.mockRejectedValueOnce(problem('step_up_required'));
  await submit();
  await act(async () => useStepUp.getState().question?.givenUp());
  expect(call).toHaveBeenCalledTimes(3);
  expect(screen.queryByRole('alert')).toBeNull();
});
