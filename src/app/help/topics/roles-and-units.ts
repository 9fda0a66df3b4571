// Help: roles and organizational units.
import type { HelpTopic } from '../topic.ts';

export const rolesAndUnits: HelpTopic = {
  id: 'roles-and-units',
  title: 'Roles and units',
  lead: 'A role says what users can do; a unit says where.',
  sections: [
    {
      title: 'Roles',
      points: [
        'Every user has one role. Owner, Admin, Manager, Staff and two roles for partners are built in and can’t be changed.',
        'To make your own, create one or copy one that is close, and choose its permissions. Permissions that another one needs are added automatically.',
        'Nobody can give a permission they don’t have, or change a user with a higher role.',
        'If a user can do as much as you, only an owner or somebody with a higher role can change their role, email address and password. They’re told of a new address or password by email. You can give your equals a new PIN: it opens little, and they notice.',
        'Changes apply immediately, on tablets within two seconds.',
        'When you delete a role, you choose a new one for its users.',
      ],
    },
    {
      title: 'Units',
      points: [
        'Units form a tree, such as site → area → line.',
        'Users limited to a unit see and change only users, devices and audit events of that unit and those below it.',
        'Users without a unit see the whole organization.',
        'A device belongs to a unit. Only users of that unit, of the units above it and without a unit can sign in on it.',
      ],
    },
  ],
};
