// Tells whoever runs the server how much a backup holds.

const count = (amount: number, one: string, many: string) =>
  `${amount.toLocaleString('en')} ${amount === 1 ? one : many}`;

/** @param rows how many rows there are of each table */
export function describeRows(rows: Readonly<Record<string, number>>): string {
  return [
    count(rows.organizations ?? 0, 'organization', 'organizations'),
    count(rows.users ?? 0, 'user', 'users'),
    count(rows.devices ?? 0, 'device', 'devices'),
    count(rows.audit_events ?? 0, 'audit event', 'audit events'),
  ].join(', ');
}
