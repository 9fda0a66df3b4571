// Whether a partner's users may come in, as a badge.
import type { Partner } from '../../../contract/endpoints/partners.ts';
import { Badge } from '../../ui/badge.tsx';

export function PartnerState({ partner: { state } }: { partner: Pick<Partner, 'state'> }) {
  if (state === 'suspended') return <Badge tone="warning">Suspended</Badge>;
  return <Badge tone="success">Active</Badge>;
}
