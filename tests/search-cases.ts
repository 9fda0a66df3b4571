// What people type when they look for somebody, for the server and the screens alike.

/** Who is there: first name, last name, and what is typed to find them, alone. */
export const searchCases: readonly (readonly [first: string, last: string, typed: readonly string[]])[] = [
  ['Işık', 'Yılmaz', ['isik', 'ışık', 'IŞIK', 'işik', 'ISIK yilmaz', 'Yılmaz, Işık']],
  ['İlker', 'Öz', ['ilker', 'İLKER', 'ılker', 'oz ilker']],
  ['Hans', 'Großmann', ['GROSSMANN', 'grossmann', 'GROẞMANN', 'großm', 'grossm hans']],
  ['Sophie', 'Gräﬁn', ['grafin', 'GRÄFIN', 'gräfin', 'gra\u0308fin']],
  ['Anna\u00a0Lena', 'Kurz', ['anna lena', 'anna  lena', 'Lena Anna', 'anna\u00a0lena']],
  ['Eva-Maria', 'Kurz-Lang', ['eva maria', 'evamaria', 'Eva‑Maria', 'lang eva', 'kurzlang']],
  [
    'Tomás',
    'Herrera',
    ['Herrera Tomás', 'Herrera, Tomás', 'tomas herrera', '  herrera   tomas ', 'Toma\u0301s'],
  ],
  ['Conan', "O'Brien", ["o'brien", 'O’Brien', 'O´Brien', 'Oʼbrien', 'obrien', 'o brien', 'brien, conan']],
  ['Siobhán', 'D’Arcy', ["d'arcy", 'd’arcy', 'darcy', 'arcy']],
  ['Łukasz', 'Wałęsa', ['lukasz', 'walesa', 'ŁUKASZ WAŁĘSA']],
  ['Søren', 'Kjær', ['soren', 'SØREN', 'kjaer', 'søren kjær']],
  ['Đorđe', 'Þórsson', ['dorde', 'thorsson', 'Þórsson']],
  ['Nguyễn', 'Thị Hương', ['nguyen', 'huong thi', 'NGUYỄN']],
  ['Ёлка', 'Йодль', ['елка', 'ЁЛКА', 'иодль']],
  ['Ελένη', 'Παπαδοπούλου', ['ελενη', 'ΠΑΠΑΔΟΠΟΥΛΟΥ']],
  ['山田', '太郎', ['山田', '太郎', '田']],
  ['ﾔﾏﾀﾞ', 'ハナコ', ['ヤマダ', 'ハナ']],
  ['علی', 'كريمي', ['على', 'علي', 'کریمی']],
  ['Ｗｉｄｅ', 'Letter', ['wide', 'letter wide']],
  ['Soft\u00adhyphen', 'Case', ['softhyphen']],
];
