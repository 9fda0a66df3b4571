// Reads server-sent events out of the pieces of text in which they arrive (HTML standard, section 9.2.6).

export type ServerEvent = { readonly event: string; readonly data: string };

/** @returns a function that takes the next piece and answers the events that it completed */
export function createEventReader(): (piece: string) => ServerEvent[] {
  let rest = '';
  let event = '';
  let data: string[] = [];
  return (piece) => {
    const events: ServerEvent[] = [];
    // A "\r" at the very end waits for the "\n" that may follow.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      const [, field, value] = /^([^:]*):? ?(.*)$/s.exec(line) ?? [];
      if (field === 'event') event = value ?? '';
      else if (field === 'data') data.push(value ?? '');
      else if (line === '') {
        if (event !== '' || data.length > 0)
          events.push({ event: event || 'message', data: data.join('\n') });
        event = '';
        data = [];
      }
    }
    return events;
  };
}
