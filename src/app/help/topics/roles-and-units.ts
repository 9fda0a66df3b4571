// Help: roles and organizational units.
import type { HelpTopic } from '../topic.ts';

export const rolesAndUnits: HelpTopic = {
  id: 'roles-and-units',
  title: 'Roles and units',
  lead: 'A role says what somebody may do; a unit says where.',
  sections: [
    {
      title: 'Roles',
      points: [
        'Every person has one role. Owner, Admin, Manager, Staff and two roles for partners are there from the start and don’t change.',
        'To make your own, create one or copy one that is close, and choose its permissions. What a permission needs, such as seeing devices to revoke them, is ticked along.',
        'Nobody can give what they don’t have themselves, nor change somebody who may do more than they.',
        'Role, email address and password of somebody who may do as much as you are changed by an owner, or by somebody who may do more. A change of address or password is mailed to them. You can give your equals a new PIN: it opens little, and they notice.',
        'A change works at once; tablets follow within two seconds.',
        'When a role is deleted you choose which role its people get instead.',
      ],
    },
    {
      title: 'Units',
      points: [
        'Units form a tree, such as site → area → line.',
        'A person who is limited to a unit sees and changes only people, devices and audit events of that unit and those below it.',
        'A person without a unit has the whole organization.',
        'A device stands in a unit. Only people of that unit, of the units above it and of the whole organization can sign in on it.',
      ],
    },
  ],
};
