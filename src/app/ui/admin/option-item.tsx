// One choice in the list of a select: its name, what explains it, and whether it is the chosen one.
import { ListBoxItem, Text } from 'react-aria-components';
import { CheckIcon } from '../icons.tsx';

/** One choice; `detail` is a second line that explains it. */
export interface SelectOption<Id extends string = string> {
  id: Id;
  label: string;
  detail?: string | undefined;
  disabled?: boolean | undefined;
}

/** Stands in the list box of a select, whether its options are few or are found by typing. */
export function OptionItem({ option }: { option: SelectOption }) {
  return (
    <ListBoxItem
      id={option.id}
      value={option}
      textValue={option.label}
      isDisabled={option.disabled ?? false}
      className="fk-list-item"
    >
      {({ isSelected }) => (
        <>
          <span className="fk-list-text">
            <Text slot="label">
              <bdi>{option.label}</bdi>
            </Text>
            {option.detail && (
              <Text slot="description" className="fk-list-detail">
                {option.detail}
              </Text>
            )}
          </span>
          {isSelected && <CheckIcon />}
        </>
      )}
    </ListBoxItem>
  );
}
