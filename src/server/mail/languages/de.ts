// The mails in German.
import type { EndedPasskeys } from '../mail-content.ts';
import type { MailTexts } from '../mail-texts.ts';
import { say } from '../sentence.ts';

const endOf = ({ passkeysEnded, passkeysOfLastHours }: EndedPasskeys) => {
  if (!passkeysEnded) return [];
  return passkeysOfLastHours
    ? [
        say`Passkeys, die in den letzten ${String(passkeysOfLastHours)} Stunden hinzukamen, gelten nicht mehr. Ältere gelten weiter.`,
      ]
    : [
        say`Die Passkeys Ihres Kontos gelten nicht mehr. Legen Sie in Floorkey unter „My User Account“ neue an.`,
      ];
};

export const de: MailTexts = {
  greet: (name) => say`Guten Tag ${name},`,
  worksUntil: (moment) => say`Der Link funktioniert einmal, bis ${moment}.`,
  copyLink: 'Falls die Schaltfläche nicht funktioniert, kopieren Sie diese Adresse in den Browser:',
  enterCode: 'Falls auch der Link nicht funktioniert, öffnen Sie diese Seite und geben Sie den Code ein:',
  sentBy: (organizationName) =>
    say`Diese Nachricht wurde automatisch von Floorkey für ${organizationName} verschickt. Bitte antworten Sie nicht darauf.`,

  mails: {
    invitation: ({ organizationName, inviterName }) => ({
      subject: say`${inviterName} lädt Sie zu ${organizationName} ein`,
      paragraphs: [
        say`${inviterName} lädt Sie zu ${organizationName} bei Floorkey ein.`,
        say`Nehmen Sie die Einladung an und wählen Sie ein Passwort. Danach melden Sie sich mit dieser E-Mail-Adresse an.`,
      ],
      button: 'Einladung annehmen',
      unexpected: say`Falls Sie diese Einladung nicht erwartet haben, löschen Sie diese Mail. Es geschieht nichts, solange niemand den Link öffnet.`,
    }),
    'password-reset': ({ organizationName, ...ended }) => ({
      subject: say`Neues Passwort für ${organizationName} wählen`,
      paragraphs: [
        say`Jemand, vermutlich Sie selbst, möchte ein neues Passwort für Ihr Konto bei ${organizationName}.`,
        ...endOf(ended),
      ],
      button: 'Neues Passwort wählen',
      unexpected: say`Falls Sie das nicht waren, löschen Sie diese Mail: Ihr Passwort bleibt, wie es ist.`,
    }),
    'password-was-reset': ({ organizationName, ...ended }) => ({
      subject: say`Ihr Passwort für ${organizationName} wurde geändert`,
      paragraphs: [
        say`Soeben wurde für Ihr Konto bei ${organizationName} ein neues Passwort gewählt, über einen Link, der an diese Adresse ging.`,
        ...endOf(ended),
      ],
      unexpected: say`Falls Sie das nicht waren, holen Sie sich jetzt auf der Anmeldeseite über „Forgot password?“ ein neues Passwort und sagen Sie einem Admin von ${organizationName} Bescheid.`,
    }),
    'one-time-password': ({ organizationName, password, hours, ...ended }) => ({
      subject: say`Ihr Einmalpasswort für ${organizationName}`,
      paragraphs: [
        say`Ein Admin von ${organizationName} hat dieses Passwort für Sie erzeugen lassen. Melden Sie sich damit und mit dieser E-Mail-Adresse an; danach wählen Sie ein eigenes Passwort.`,
        hours === 1 ? say`Das Passwort gilt 1 Stunde.` : say`Das Passwort gilt ${String(hours)} Stunden.`,
        ...endOf(ended),
      ],
      secret: { label: 'Einmalpasswort', value: password },
      button: 'Anmelden',
      unexpected: say`Falls Sie diese Mail nicht erwartet haben, sagen Sie einem Admin von ${organizationName} Bescheid und geben Sie das Passwort nicht weiter.`,
    }),
    'changed-by-admin': ({ organizationName, change, ...ended }) => ({
      subject: say`Ihre Anmeldung bei ${organizationName} wurde geändert`,
      paragraphs: [
        {
          'password-made': say`Ein Admin von ${organizationName} hat für Ihr Konto ein neues Passwort erzeugen lassen und kann es lesen. Sie bekommen es von ihm und wählen ein eigenes, sobald Sie sich damit anmelden.`,
          'password-removed': say`Ein Admin von ${organizationName} hat das Passwort Ihres Kontos entfernt.`,
          'address-removed': say`Ein Admin von ${organizationName} hat diese E-Mail-Adresse aus Ihrem Konto entfernt.`,
        }[change],
        say`Das bisherige Passwort gilt nicht mehr, und Sie wurden überall abgemeldet.`,
        ...endOf(ended),
      ],
      unexpected: say`Falls Sie das nicht erwartet haben, fragen Sie jetzt einen Inhaber von ${organizationName}.`,
    }),
    'email-change': ({ organizationName, newEmail }) => ({
      subject: say`Neue E-Mail-Adresse für ${organizationName} bestätigen`,
      paragraphs: [
        say`Sie möchten ${newEmail} für Ihr Konto bei ${organizationName} verwenden. Die Änderung gilt, sobald Sie den Link öffnen.`,
      ],
      button: 'Neue Adresse bestätigen',
      unexpected: say`Falls Sie das nicht waren, löschen Sie diese Mail: Es ändert sich nichts.`,
    }),
    'email-change-notice': ({ organizationName, newEmail }) => ({
      subject: say`Ihre E-Mail-Adresse für ${organizationName} soll geändert werden`,
      paragraphs: [
        say`Jemand, vermutlich Sie selbst, möchte die Adresse Ihres Kontos bei ${organizationName} in ${newEmail} ändern.`,
        say`Wenn Sie das waren, ist hier nichts zu tun: Öffnen Sie den Link in der Mail an die neue Adresse.`,
      ],
      button: 'Änderung stoppen',
      unexpected: say`Falls Sie das nicht waren, stoppen Sie die Änderung mit der Schaltfläche und wählen Sie danach ein neues Passwort. Wer das wollte, kannte Ihr Passwort.`,
    }),
    'email-changed': ({ organizationName, oldEmail, newEmail, byAdmin, ...ended }) => ({
      subject: say`Ihre E-Mail-Adresse für ${organizationName} wurde geändert`,
      paragraphs: [
        say`Ihr Konto bei ${organizationName} hat jetzt die Adresse ${newEmail}. Bisher war es ${oldEmail}.`,
        byAdmin
          ? say`Ein Admin von ${organizationName} hat das geändert. Melden Sie sich ab jetzt mit der neuen Adresse an.`
          : say`Melden Sie sich ab jetzt mit der neuen Adresse an. Das Passwort bleibt gleich.`,
        ...endOf(ended),
      ],
      unexpected: byAdmin
        ? say`Falls Sie das nicht erwartet haben, fragen Sie jetzt einen Admin von ${organizationName}.`
        : say`Falls Sie das nicht waren, öffnen Sie den Link in der Nachricht, die vorher an ${oldEmail} ging, oder sagen Sie jetzt einem Admin von ${organizationName} Bescheid.`,
    }),
    'email-change-undone': ({ organizationName, oldEmail, newEmail }) => ({
      subject: say`Ihre E-Mail-Adresse für ${organizationName} wurde zurückgesetzt`,
      paragraphs: [
        say`Die Änderung der Adresse Ihres Kontos bei ${organizationName} von ${oldEmail} in ${newEmail} wurde mit dem Link rückgängig gemacht, der an ${oldEmail} ging.`,
        say`Melden Sie sich wieder mit ${oldEmail} an. Das Passwort gilt nicht mehr; der Link zu einem neuen ging an ${oldEmail}.`,
      ],
      unexpected: say`Falls Sie das nicht waren, sagen Sie jetzt einem Admin von ${organizationName} Bescheid.`,
    }),
    'passkey-added': ({ organizationName, passkeyName, hours }) => ({
      subject: say`Ihr Konto bei ${organizationName} hat einen neuen Passkey`,
      paragraphs: [
        say`Soeben kam der Passkey ${passkeyName} zu Ihrem Konto bei ${organizationName} hinzu. Wer ihn hat, kann sich ohne Passwort als Sie anmelden.`,
      ],
      unexpected: say`Falls Sie das nicht waren, wählen Sie jetzt auf der Anmeldeseite über „Forgot password?“ ein neues Passwort (innerhalb von ${String(hours)} Stunden erlischt damit dieser Passkey), und sagen Sie einem Admin von ${organizationName} Bescheid.`,
    }),
    'passkey-removed': ({ organizationName, passkeyName }) => ({
      subject: say`Ein Passkey Ihres Kontos bei ${organizationName} wurde entfernt`,
      paragraphs: [
        say`Soeben wurde der Passkey ${passkeyName} aus Ihrem Konto bei ${organizationName} entfernt; damit kann sich niemand mehr anmelden. Löschen Sie ihn auch dort, wo er gespeichert ist.`,
      ],
      unexpected: say`Falls Sie das nicht waren, wählen Sie jetzt auf der Anmeldeseite über „Forgot password?“ ein neues Passwort und sagen Sie einem Admin von ${organizationName} Bescheid.`,
    }),
    'offline-review': ({ organizationName, deviceName }) => ({
      subject: say`Eine PIN auf ${deviceName} bei ${organizationName} war falsch`,
      paragraphs: [
        say`Ohne Verbindung zum Server hat das Tablet ${deviceName} von ${organizationName} jemanden angemeldet, dessen PIN sich als falsch herausgestellt hat oder nicht geprüft werden kann. Der Versuch zählt wie jede andere falsche PIN.`,
        say`Sehen Sie nach, was in dieser Sitzung geschehen ist, und nehmen Sie es an oder lehnen Sie es ab. Ist das Tablet vielleicht in falschen Händen, widerrufen Sie es.`,
      ],
      button: 'Jetzt ansehen',
      unexpected: say`Sie erhalten diese Mail, weil Sie Geräte von ${organizationName} widerrufen dürfen. Sie kommt je Tablet höchstens einmal am Tag.`,
    }),
    'sign-up': ({ organizationName }) => ({
      subject: say`Ihre neue Organisation bei Floorkey bestätigen`,
      paragraphs: [
        say`Jemand, vermutlich Sie selbst, möchte mit dieser E-Mail-Adresse die Organisation ${organizationName} anlegen. Sie wird angelegt, wenn Sie den Link öffnen und ein Passwort wählen.`,
      ],
      button: 'Organisation anlegen',
      unexpected: say`Falls Sie das nicht waren, löschen Sie diese Mail: Es wird nichts angelegt.`,
    }),
    test: ({ organizationName }) => ({
      subject: say`Testmail von ${organizationName}`,
      paragraphs: [say`Mails von Floorkey für ${organizationName} kommen an dieser Adresse an.`],
      unexpected: say`Sie erhalten diese Mail, weil Sie in den Einstellungen von ${organizationName} eine Testmail gesendet haben.`,
    }),
  },
};
