// Which PINs are taken: long enough for sign-in offline, and not too easy to guess; for the form and for the server alike.

/** Shorter PINs are not checked by a tablet alone: 10 bits would leave a thief ten of a 4-digit PIN’s ten thousand. */
export const offlinePinLength = 6;

function isRun(pin: string): boolean {
  const steps = [...pin].slice(1).map((digit, at) => (Number(digit) - Number(pin[at]) + 10) % 10);
  return steps.every((step) => step === 1) || steps.every((step) => step === 9);
}

function isRepeat(pin: string): boolean {
  return [1, 2, 3].some(
    (length) => pin.length > length && pin === pin.slice(0, length).repeat(pin.length).slice(0, pin.length),
  );
}

const isDay = (text: string) => Number(text) >= 1 && Number(text) <= 31;
const isMonth = (text: string) => Number(text) >= 1 && Number(text) <= 12;
const isYear = (text: string) => Number(text) >= 1930 && Number(text) <= 2039;

function isDate(pin: string): boolean {
  const [a, b] = [pin.slice(0, 2), pin.slice(2, 4)];
  if (pin.length === 4) return isYear(pin) || (isDay(a) && isMonth(b)) || (isMonth(a) && isDay(b));
  if (pin.length === 6) {
    const c = pin.slice(4, 6);
    const dayAndMonth = (isDay(a) && isMonth(b)) || (isMonth(a) && isDay(b));
    return (
      dayAndMonth ||
      (isMonth(b) && isDay(c)) ||
      (isMonth(a) && isYear(pin.slice(2))) ||
      (isYear(pin.slice(0, 4)) && isMonth(c))
    );
  }
  if (pin.length !== 8) return false;
  const [c, d] = [pin.slice(4, 6), pin.slice(6, 8)];
  const dayAndMonth = (isDay(a) && isMonth(b)) || (isMonth(a) && isDay(b));
  return (dayAndMonth && isYear(pin.slice(4))) || (isYear(pin.slice(0, 4)) && isMonth(c) && isDay(d));
}

/**
 * Says why a PIN is too easy to guess (after NIST SP 800-63B, section 3.1.1.2: expected values are refused).
 * @returns a sentence for the user who chose it, or `null` when the PIN is good
 */
export function findPinWeakness(pin: string, length: number): string | null {
  if (!/^[0-9]+$/.test(pin) || pin.length !== length) return `The PIN must have exactly ${length} digits.`;
  if (isRepeat(pin)) return 'Repeated digits are easy to guess. Choose another PIN, or let one be generated.';
  if (isRun(pin)) return 'Sequences are easy to guess. Choose another PIN, or let one be generated.';
  if (isDate(pin)) return 'Dates and years are easy to guess. Choose another PIN, or let one be generated.';
  return null;
}
