// The mails in French.
import type { EndedPasskeys } from '../mail-content.ts';
import type { MailTexts } from '../mail-texts.ts';
import { say } from '../sentence.ts';

const endOf = ({ passkeysEnded, passkeysOfLastHours }: EndedPasskeys) => {
  if (!passkeysEnded) return [];
  return passkeysOfLastHours
    ? [
        say`Les clés d’accès ajoutées au cours des ${String(passkeysOfLastHours)} dernières heures ne fonctionnent plus. Les plus anciennes fonctionnent toujours.`,
      ]
    : [
        say`Les clés d’accès de votre compte ne fonctionnent plus. Créez-en de nouvelles dans Floorkey, sous « My User Account ».`,
      ];
};

export const fr: MailTexts = {
  greet: (name) => say`Bonjour ${name},`,
  worksUntil: (moment) => say`Le lien fonctionne une seule fois, jusqu’au ${moment}.`,
  copyLink: 'Si le bouton ne fonctionne pas, copiez cette adresse dans votre navigateur :',
  enterCode: 'Si le lien ne fonctionne pas non plus, ouvrez cette page et saisissez le code :',
  sentBy: (organizationName) =>
    say`Ceci est un message automatique de Floorkey pour ${organizationName}. Merci de ne pas y répondre.`,

  mails: {
    invitation: ({ organizationName, inviterName }) => ({
      subject: say`${inviterName} vous invite à rejoindre ${organizationName}`,
      paragraphs: [
        say`${inviterName} vous invite à rejoindre ${organizationName} sur Floorkey.`,
        say`Acceptez l’invitation et choisissez un mot de passe. Vous vous connecterez ensuite avec cette adresse e-mail.`,
      ],
      button: 'Accepter l’invitation',
      unexpected: say`Si vous n’attendiez pas cette invitation, supprimez ce message. Rien ne se passe tant que personne n’ouvre le lien.`,
    }),
    'password-reset': ({ organizationName, ...ended }) => ({
      subject: say`Choisissez un nouveau mot de passe pour ${organizationName}`,
      paragraphs: [
        say`Quelqu’un, sans doute vous, a demandé un nouveau mot de passe pour votre compte chez ${organizationName}.`,
        ...endOf(ended),
      ],
      button: 'Choisir un nouveau mot de passe',
      unexpected: say`Si ce n’était pas vous, supprimez ce message : votre mot de passe ne change pas.`,
    }),
    'password-was-reset': ({ organizationName, ...ended }) => ({
      subject: say`Votre mot de passe pour ${organizationName} a été modifié`,
      paragraphs: [
        say`Un nouveau mot de passe vient d’être choisi pour votre compte chez ${organizationName}, par un lien envoyé à cette adresse.`,
        ...endOf(ended),
      ],
      unexpected: say`Si ce n’était pas vous, demandez dès maintenant un nouveau mot de passe avec « Forgot password? » sur la page de connexion, et prévenez un administrateur de ${organizationName}.`,
    }),
    'one-time-password': ({ organizationName, password, hours, ...ended }) => ({
      subject: say`Votre mot de passe à usage unique pour ${organizationName}`,
      paragraphs: [
        say`Un administrateur de ${organizationName} a fait créer ce mot de passe pour vous. Connectez-vous avec lui et avec cette adresse e-mail ; vous choisirez ensuite votre propre mot de passe.`,
        hours === 1
          ? say`Le mot de passe est valable 1 heure.`
          : say`Le mot de passe est valable ${String(hours)} heures.`,
        ...endOf(ended),
      ],
      secret: { label: 'Mot de passe à usage unique', value: password },
      button: 'Se connecter',
      unexpected: say`Si vous n’attendiez pas ce message, prévenez un administrateur de ${organizationName} et ne communiquez pas le mot de passe.`,
    }),
    'changed-by-admin': ({ organizationName, change, ...ended }) => ({
      subject: say`Votre accès à ${organizationName} a été modifié`,
      paragraphs: [
        {
          'password-made': say`Un administrateur de ${organizationName} a fait créer un nouveau mot de passe pour votre compte et peut le lire. Il vous le donnera, et vous en choisirez un autre en vous connectant avec lui.`,
          'password-removed': say`Un administrateur de ${organizationName} a supprimé le mot de passe de votre compte.`,
          'address-removed': say`Un administrateur de ${organizationName} a retiré cette adresse e-mail de votre compte.`,
        }[change],
        say`L’ancien mot de passe ne fonctionne plus, et vous avez été déconnecté partout.`,
        ...endOf(ended),
      ],
      unexpected: say`Si vous ne vous y attendiez pas, demandez dès maintenant à un propriétaire de ${organizationName}.`,
    }),
    'email-change': ({ organizationName, newEmail }) => ({
      subject: say`Confirmez votre nouvelle adresse e-mail pour ${organizationName}`,
      paragraphs: [
        say`Vous avez demandé à utiliser ${newEmail} pour votre compte chez ${organizationName}. Le changement prend effet dès que vous ouvrez le lien.`,
      ],
      button: 'Confirmer la nouvelle adresse',
      unexpected: say`Si vous n’avez rien demandé, supprimez ce message : rien ne change.`,
    }),
    'email-change-notice': ({ organizationName, newEmail }) => ({
      subject: say`Votre adresse e-mail pour ${organizationName} va être modifiée`,
      paragraphs: [
        say`Quelqu’un, sans doute vous, a demandé à remplacer l’adresse de votre compte chez ${organizationName} par ${newEmail}.`,
        say`Si c’était vous, vous n’avez rien à faire ici : ouvrez le lien du message envoyé à la nouvelle adresse.`,
      ],
      button: 'Arrêter ce changement',
      unexpected: say`Si ce n’était pas vous, arrêtez le changement avec le bouton, puis choisissez un nouveau mot de passe. La personne qui l’a demandé connaissait votre mot de passe.`,
    }),
    'email-changed': ({ organizationName, oldEmail, newEmail, byAdmin, ...ended }) => ({
      subject: say`Votre adresse e-mail pour ${organizationName} a été modifiée`,
      paragraphs: [
        say`Votre compte chez ${organizationName} a maintenant l’adresse ${newEmail}. Jusqu’ici, c’était ${oldEmail}.`,
        byAdmin
          ? say`Un administrateur de ${organizationName} a fait cette modification. Connectez-vous désormais avec la nouvelle adresse.`
          : say`Connectez-vous désormais avec la nouvelle adresse. Le mot de passe reste le même.`,
        ...endOf(ended),
      ],
      unexpected: byAdmin
        ? say`Si vous ne vous y attendiez pas, adressez-vous dès maintenant à un administrateur de ${organizationName}.`
        : say`Si ce n’était pas vous, ouvrez le lien de l’avis envoyé auparavant à ${oldEmail}, ou prévenez dès maintenant un administrateur de ${organizationName}.`,
    }),
    'email-change-undone': ({ organizationName, oldEmail, newEmail }) => ({
      subject: say`Votre adresse e-mail pour ${organizationName} a été rétablie`,
      paragraphs: [
        say`La modification de l’adresse de votre compte chez ${organizationName}, de ${oldEmail} à ${newEmail}, a été annulée par le lien envoyé à ${oldEmail}.`,
        say`Connectez-vous de nouveau avec ${oldEmail}. Le mot de passe ne fonctionne plus ; le lien pour en choisir un nouveau a été envoyé à ${oldEmail}.`,
      ],
      unexpected: say`Si ce n’était pas vous, prévenez dès maintenant un administrateur de ${organizationName}.`,
    }),
    'passkey-added': ({ organizationName, passkeyName, hours }) => ({
      subject: say`Une clé d’accès a été ajoutée à votre compte chez ${organizationName}`,
      paragraphs: [
        say`La clé d’accès ${passkeyName} vient d’être ajoutée à votre compte chez ${organizationName}. Qui la possède peut se connecter à votre place sans le mot de passe.`,
      ],
      unexpected: say`Si ce n’était pas vous, choisissez dès maintenant un nouveau mot de passe avec « Forgot password? » sur la page de connexion (pendant ${String(hours)} heures, cela met fin à cette clé d’accès), et prévenez un administrateur de ${organizationName}.`,
    }),
    'passkey-removed': ({ organizationName, passkeyName }) => ({
      subject: say`Une clé d’accès a été retirée de votre compte chez ${organizationName}`,
      paragraphs: [
        say`La clé d’accès ${passkeyName} vient d’être retirée de votre compte chez ${organizationName} et ne permet plus de se connecter. Supprimez-la aussi là où elle est conservée.`,
      ],
      unexpected: say`Si ce n’était pas vous, choisissez dès maintenant un nouveau mot de passe avec « Forgot password? » sur la page de connexion, et prévenez un administrateur de ${organizationName}.`,
    }),
    'offline-review': ({ organizationName, deviceName }) => ({
      subject: say`Un code PIN saisi sur ${deviceName} chez ${organizationName} était faux`,
      paragraphs: [
        say`Sans connexion au serveur, la tablette ${deviceName} de ${organizationName} a laissé entrer une personne dont le code PIN s’est révélé faux ou ne peut pas être vérifié. L’essai compte comme tout autre code PIN erroné.`,
        say`Examinez ce qui a été fait pendant cette session, puis acceptez-le ou refusez-le. Si la tablette risque d’être entre de mauvaises mains, révoquez-la.`,
      ],
      button: 'Examiner',
      unexpected: say`Vous recevez ce message parce que vous pouvez révoquer des appareils de ${organizationName}. Il arrive une fois par jour au plus pour chaque tablette.`,
    }),
    'sign-up': ({ organizationName }) => ({
      subject: say`Confirmez votre nouvelle organisation sur Floorkey`,
      paragraphs: [
        say`Quelqu’un, sans doute vous, souhaite créer l’organisation ${organizationName} avec cette adresse e-mail. Elle sera créée quand vous aurez ouvert le lien et choisi un mot de passe.`,
      ],
      button: 'Créer l’organisation',
      unexpected: say`Si ce n’était pas vous, supprimez ce message : rien n’est créé.`,
    }),
    test: ({ organizationName }) => ({
      subject: say`E-mail de test de ${organizationName}`,
      paragraphs: [say`Les e-mails de Floorkey pour ${organizationName} arrivent à cette adresse.`],
      unexpected: say`Vous recevez cet e-mail parce que vous avez envoyé un e-mail de test depuis les paramètres de ${organizationName}.`,
    }),
  },
};
