// @vitest-environment jsdom
// A field for digits alone: what it takes of pastes, input methods and keyboards without digits.
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useState } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { digitField } from '../../src/app/ui/digit-field.ts';
import { Field } from '../../src/app/ui/field.tsx';

afterEach(cleanup);

function PinField() {
  const [value, setValue] = useState('');
  return <Field label="PIN" value={value} {...digitField(setValue, 6)} />;
}
function open() {
  render(<PinField />);
  const field = screen.getByLabelText<HTMLInputElement>('PIN');
  return { field, type: (value: string) => fireEvent.input(field, { target: { value } }) };
}

test.each([
  ['４８２９１７', '482917'],
  ['482 917', '482917'],
  ['PIN: 482917', '482917'],
  ['4829171', '482917'],
  ['٤٨', '48'],
])('what is pasted as %s is %s', (pasted, digits) => {
  const { field, type } = open();
  type(pasted);
  expect(field.value).toBe(digits);
});

test('what an input method is still at stays as it stands until it is done', () => {
  const { field } = open();
  fireEvent.compositionStart(field);
  fireEvent(field, Object.assign(new InputEvent('input', { bubbles: true, isComposing: true })));
  fireEvent.input(field, { target: { value: '４８' }, isComposing: true });
  expect(field.value).toBe('４８');
  fireEvent.compositionEnd(field);
  expect(field.value).toBe('48');
});

test('the upper row of a French keyboard types digits without Shift, and letters and commands are left alone', () => {
  const { field } = open();
  const insert = vi.fn<(command: string, ui: boolean, text: string) => boolean>();
  Object.assign(document, { execCommand: insert });
  fireEvent.keyDown(field, { key: 'è', code: 'Digit7' });
  fireEvent.keyDown(field, { key: '7', code: 'Digit7', shiftKey: true });
  fireEvent.keyDown(field, { key: 'a', code: 'KeyQ' });
  fireEvent.keyDown(field, { key: 'à', code: 'Digit0', ctrlKey: true });
  fireEvent.keyDown(field, { key: 'Home', code: 'Numpad7' });
  expect(insert.mock.calls).toEqual([['insertText', false, '7']]);
});
