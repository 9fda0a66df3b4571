// Takes the place of the <style> element that react-aria would add, which the content security policy refuses.
const id = 'react-aria-pressable-style';

// react-aria adds its rule only where no element has this id; the rule itself is in admin.css.
if (!document.getElementById(id)) {
  const stand = document.createElement('meta');
  stand.id = id;
  document.head.append(stand);
}
