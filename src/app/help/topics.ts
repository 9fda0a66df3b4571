// The topics of the help, in their order.
import type { HelpTopic } from './topic.ts';
import { apps } from './topics/apps.ts';
import { devices } from './topics/devices.ts';
import { files } from './topics/files.ts';
import { firstDay } from './topics/first-day.ts';
import { invitations } from './topics/invitations.ts';
import { organization } from './topics/organization.ts';
import { partners } from './topics/partners.ts';
import { pins } from './topics/pins.ts';
import { rolesAndUnits } from './topics/roles-and-units.ts';
import { users } from './topics/users.ts';
import { yourAccount } from './topics/your-account.ts';

export const helpTopics: readonly HelpTopic[] = [
  firstDay,
  users,
  invitations,
  pins,
  devices,
  apps,
  rolesAndUnits,
  partners,
  files,
  organization,
  yourAccount,
];
