// What the form of a partner holds, and what of it is sent.
import type * as z from 'zod/mini';
import { createPartner, type Partner, updatePartner } from '../../../contract/endpoints/partners.ts';
import { checkBody } from '../../ui/admin/check-body.ts';
import type { FieldErrors } from '../../ui/admin/use-form.ts';

export type PartnerValues = Record<'name' | 'contactName' | 'contactEmail' | 'contactPhone', string>;

type NewPartner = z.input<typeof createPartner.body>;
type PartnerChange = Omit<z.input<typeof updatePartner.body>, 'revision'>;

/** The form of a partner; an empty one for a new partner. */
export function valuesOf(partner: Partner | null): PartnerValues {
  return {
    name: partner?.name ?? '',
    contactName: partner?.contactName ?? '',
    contactEmail: partner?.contactEmail ?? '',
    contactPhone: partner?.contactPhone ?? '',
  };
}

/** What is sent to add a partner. */
export function newPartnerOf({ name, contactName, contactEmail, contactPhone }: PartnerValues): NewPartner {
  return {
    name,
    ...(contactName.trim() && { contactName }),
    ...(contactEmail.trim() && { contactEmail }),
    ...(contactPhone.trim() && { contactPhone }),
  };
}

/** What is sent to change a partner: only what differs. */
export function changeOf(values: PartnerValues, partner: Partner): PartnerChange {
  const before = valuesOf(partner);
  const { name, contactName, contactEmail, contactPhone } = values;
  return {
    ...(name !== before.name && { name }),
    ...(contactName !== before.contactName && { contactName }),
    ...(contactEmail !== before.contactEmail && { contactEmail: contactEmail.trim() || null }),
    ...(contactPhone !== before.contactPhone && { contactPhone: contactPhone.trim() || null }),
  };
}

/** What is wrong before anything is sent. */
export function checkPartner(values: PartnerValues, partner: Partner | null): FieldErrors {
  return partner
    ? checkBody(updatePartner.body, { revision: partner.revision, ...changeOf(values, partner) })
    : checkBody(createPartner.body, newPartnerOf(values));
}
