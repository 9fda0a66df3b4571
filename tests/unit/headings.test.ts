// Titles of columns as lists have them in the languages that come.
import { expect, it } from 'vitest';
import { readHeading } from '../../src/server/domain/imports/headings.ts';

const lists: readonly (readonly [language: string, titles: string])[] = [
  ['English', 'user_name|ROLE|given name|Surname|E-Mail|Mobile|pin code|Site|Lang'],
  [
    'English, of the template',
    'Username|Role|First name|Last name|Email address|Phone number|PIN|Units|Language',
  ],
  ['German', 'Benutzername|Rolle|Vorname|Nachname|E-Mail-Adresse|Telefon|PIN (6-stellig)|Standort|Sprache'],
  ['Spanish', 'Nombre de usuario|Rol|Nombre|Apellidos|Correo electronico|Teléfono|Código PIN|Sede|Idioma'],
  ['French', 'Nom d’utilisateur|Rôle|Prenom|Nom|Adresse e-mail|Téléphone|Code PIN|Unité|Langue'],
  ['Polish', 'Nazwa użytkownika|Rola|Imie|Nazwisko|Adres e-mail|Numer telefonu|Kod PIN|Dział|Język'],
  ['Turkish', 'Kullanıcı Adı|Rol|ADI|Soyadı|E-posta|Cep telefonu|PIN kodu|Şube|Dil'],
  [
    'Arabic',
    'اسم المستخدم|الدور|الاسم الأول|اسم العائلة|البريد الإلكتروني|رقم الهاتف|الرمز السري|القسم|اللغة',
  ],
  ['Chinese', '用户名|角色|名字|姓氏|电子邮件|手机号码|PIN码|部门|语言'],
];

it.each(lists)('are known in %s', (_language, titles) => {
  expect(titles.split('|').map(readHeading)).toEqual([
    'username',
    'role',
    'firstName',
    'lastName',
    'email',
    'phone',
    'pin',
    'units',
    'language',
  ]);
});

it('are notes where an export made them, and unknown otherwise', () => {
  expect(['State', 'last sign-in', 'Row', 'Problem'].map(readHeading)).toEqual(Array(4).fill('note'));
  expect(['', 'Usrname', 'Shoe size', '-'].map(readHeading)).toEqual(Array(4).fill(null));
});

it('are short: what is longer than any title is read no further', () => {
  expect(readHeading(`PIN (${'6 digits, '.repeat(10)})`)).toBe('pin');
  expect(readHeading(`PIN (${'6 digits, '.repeat(50)})`)).toBeNull();
});
