// What the columns of a file of people are called, in the languages that people keep their lists in.
import { foldText } from '../../../contract/search-text.ts';
import {
  type UserFileColumn,
  userFileColumns,
  userFileExportNotes,
  userFileProblemNotes,
} from '../../../contract/user-file.ts';

// In this order: German, Spanish, French, Polish, Turkish, Arabic, Chinese; English first where the title is not the only word.
const words: Readonly<Record<UserFileColumn, string>> = {
  username:
    'user name, login, login name, user id, user | Benutzername, Benutzer, Anmeldename, Kennung | nombre de usuario, usuario | nom d’utilisateur, utilisateur, identifiant | nazwa użytkownika, użytkownik, login | kullanıcı adı, kullanıcı | اسم المستخدم, المستخدم | 用户名, 用户, 账号, 帐号, 登录名',
  role: 'user role, roles | Rolle, Funktion, Benutzerrolle | rol, función, papel | rôle, fonction | rola, funkcja | rol, görev | الدور, دور | 角色, 职务, 职位',
  firstName:
    'given name, forename, first | Vorname, Rufname | nombre, nombres, nombre de pila | prénom, prénoms | imię, imiona | ad, adı, isim | الاسم الأول, الاسم | 名, 名字',
  lastName:
    'surname, family name, last | Nachname, Familienname, Name, Zuname | apellido, apellidos | nom, nom de famille | nazwisko | soyad, soyadı, soy isim | اسم العائلة, الاسم الأخير, اللقب, الكنية | 姓, 姓氏',
  email:
    'email, mail, mail address, e-mail address, work email | E-Mail-Adresse, Mailadresse, Mail | correo electrónico, correo, dirección de correo | adresse e-mail, courriel, adresse électronique, mél | adres e-mail, poczta elektroniczna | e-posta, e-posta adresi, eposta | البريد الإلكتروني, البريد, بريد إلكتروني | 电子邮件, 电子邮箱, 邮箱, 邮件',
  phone:
    'phone, telephone, telephone number, mobile, mobile number, mobile phone, cell, cell phone, tel | Telefon, Telefonnummer, Handy, Handynummer, Mobil, Mobilnummer, Rufnummer | teléfono, número de teléfono, móvil, celular | téléphone, numéro de téléphone, portable, mobile | telefon, numer telefonu, telefon komórkowy, komórka | telefon, telefon numarası, cep telefonu, cep | الهاتف, رقم الهاتف, هاتف, الجوال, رقم الجوال | 电话, 电话号码, 手机, 手机号, 手机号码',
  pin: 'PIN code, PIN number, passcode | PIN-Code, Geheimzahl | código PIN | code PIN | kod PIN | PIN kodu | رقم التعريف الشخصي, الرمز السري | PIN码, 个人识别码',
  units:
    'unit, site, sites, location, locations, department, team, branch | Einheit, Einheiten, Bereich, Abteilung, Standort, Filiale | unidad, unidades, departamento, sede, área | unité, unités, service, site, département | jednostka, jednostki, dział, oddział, lokalizacja | birim, birimler, departman, şube, bölüm | الوحدة, الوحدات, القسم, الفرع, الموقع | 单位, 部门, 地点, 分店, 门店',
  language: 'lang, locale | Sprache | idioma, lengua | langue | język | dil | اللغة, لغة | 语言',
};

/** A heading without case, accents, spaces, marks and what stands in brackets behind it. */
export function foldHeading(text: string): string {
  return foldText(text.replace(/[([（].*$/su, '')).replaceAll(/[^\p{L}\p{N}]/gu, '');
}

const columns = new Map<string, UserFileColumn>();
for (const { key, title } of userFileColumns) {
  for (const heading of [key, title, ...words[key].split(/[,|]/)]) columns.set(foldHeading(heading), key);
}
const notes = new Set([...userFileExportNotes, ...userFileProblemNotes].map(foldHeading));

/** What is longer is no heading: a cell can be as long as a book. */
const headingMost = 200;

/** The column that a heading means; `note` for one that an export adds and an import leaves out; `null` for an unknown one. */
export function readHeading(title: string): UserFileColumn | 'note' | null {
  if (title.length > headingMost) return null;
  const folded = foldHeading(title);
  return columns.get(folded) ?? (notes.has(folded) ? 'note' : null);
}
