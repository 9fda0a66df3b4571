// The mails in Spanish.
import type { EndedPasskeys } from '../mail-content.ts';
import type { MailTexts } from '../mail-texts.ts';
import { say } from '../sentence.ts';

const endOf = ({ passkeysEnded, passkeysOfLastHours }: EndedPasskeys) => {
  if (!passkeysEnded) return [];
  return passkeysOfLastHours
    ? [
        say`Las claves de acceso añadidas en las últimas ${String(passkeysOfLastHours)} horas ya no sirven. Las anteriores siguen sirviendo.`,
      ]
    : [say`Las claves de acceso de su cuenta ya no sirven. Cree otras en Floorkey, en «My User Account».`];
};

export const es: MailTexts = {
  greet: (name) => say`Hola, ${name}:`,
  worksUntil: (moment) => say`El enlace funciona una sola vez, hasta el ${moment}.`,
  copyLink: 'Si el botón no funciona, copie esta dirección en el navegador:',
  enterCode: 'Si el enlace tampoco funciona, abra esta página e introduzca el código:',
  sentBy: (organizationName) =>
    say`Este es un mensaje automático de Floorkey para ${organizationName}. Por favor, no responda.`,

  mails: {
    invitation: ({ organizationName, inviterName }) => ({
      subject: say`${inviterName} le invita a ${organizationName}`,
      paragraphs: [
        say`${inviterName} le invita a ${organizationName} en Floorkey.`,
        say`Acepte la invitación y elija una contraseña. Desde entonces iniciará sesión con esta dirección de correo.`,
      ],
      button: 'Aceptar la invitación',
      unexpected: say`Si no esperaba esta invitación, elimine este correo. No ocurre nada mientras nadie abra el enlace.`,
    }),
    'password-reset': ({ organizationName, ...ended }) => ({
      subject: say`Elija una contraseña nueva para ${organizationName}`,
      paragraphs: [
        say`Alguien, probablemente usted, ha pedido una contraseña nueva para su cuenta en ${organizationName}.`,
        ...endOf(ended),
      ],
      button: 'Elegir una contraseña nueva',
      unexpected: say`Si no ha sido usted, elimine este correo: su contraseña no cambia.`,
    }),
    'password-was-reset': ({ organizationName, ...ended }) => ({
      subject: say`Su contraseña para ${organizationName} ha cambiado`,
      paragraphs: [
        say`Se acaba de elegir una contraseña nueva para su cuenta en ${organizationName}, con un enlace enviado a esta dirección.`,
        ...endOf(ended),
      ],
      unexpected: say`Si no ha sido usted, pida ahora una contraseña nueva con «Forgot password?» en la página de inicio de sesión y avise a un administrador de ${organizationName}.`,
    }),
    'one-time-password': ({ organizationName, password, hours, ...ended }) => ({
      subject: say`Su contraseña de un solo uso para ${organizationName}`,
      paragraphs: [
        say`Un administrador de ${organizationName} ha hecho generar esta contraseña para usted. Inicie sesión con ella y con esta dirección de correo; después elegirá una contraseña propia.`,
        hours === 1
          ? say`La contraseña es válida durante 1 hora.`
          : say`La contraseña es válida durante ${String(hours)} horas.`,
        ...endOf(ended),
      ],
      secret: { label: 'Contraseña de un solo uso', value: password },
      button: 'Iniciar sesión',
      unexpected: say`Si no esperaba este correo, avise a un administrador de ${organizationName} y no comparta la contraseña.`,
    }),
    'changed-by-admin': ({ organizationName, change, ...ended }) => ({
      subject: say`Su acceso a ${organizationName} ha cambiado`,
      paragraphs: [
        {
          'password-made': say`Un administrador de ${organizationName} ha hecho generar una contraseña nueva para su cuenta y puede leerla. Él se la dará, y usted elegirá otra al iniciar sesión con ella.`,
          'password-removed': say`Un administrador de ${organizationName} ha quitado la contraseña de su cuenta.`,
          'address-removed': say`Un administrador de ${organizationName} ha quitado esta dirección de correo de su cuenta.`,
        }[change],
        say`La contraseña anterior ya no sirve, y se ha cerrado su sesión en todas partes.`,
        ...endOf(ended),
      ],
      unexpected: say`Si no lo esperaba, pregunte ahora a un propietario de ${organizationName}.`,
    }),
    'email-change': ({ organizationName, newEmail }) => ({
      subject: say`Confirme su nueva dirección de correo para ${organizationName}`,
      paragraphs: [
        say`Ha pedido usar ${newEmail} para su cuenta en ${organizationName}. El cambio vale en cuanto abra el enlace.`,
      ],
      button: 'Confirmar la nueva dirección',
      unexpected: say`Si no lo ha pedido, elimine este correo: no cambia nada.`,
    }),
    'email-change-notice': ({ organizationName, newEmail }) => ({
      subject: say`Se va a cambiar su dirección de correo para ${organizationName}`,
      paragraphs: [
        say`Alguien, probablemente usted, ha pedido cambiar la dirección de su cuenta en ${organizationName} a ${newEmail}.`,
        say`Si ha sido usted, aquí no tiene que hacer nada: abra el enlace del correo enviado a la nueva dirección.`,
      ],
      button: 'Detener el cambio',
      unexpected: say`Si no ha sido usted, detenga el cambio con el botón y elija después una contraseña nueva. Quien lo pidió conocía su contraseña.`,
    }),
    'email-changed': ({ organizationName, oldEmail, newEmail, byAdmin, ...ended }) => ({
      subject: say`Su dirección de correo para ${organizationName} ha cambiado`,
      paragraphs: [
        say`Su cuenta en ${organizationName} tiene ahora la dirección ${newEmail}. Hasta ahora era ${oldEmail}.`,
        byAdmin
          ? say`El cambio lo ha hecho un administrador de ${organizationName}. A partir de ahora inicie sesión con la nueva dirección.`
          : say`A partir de ahora inicie sesión con la nueva dirección. La contraseña es la misma.`,
        ...endOf(ended),
      ],
      unexpected: byAdmin
        ? say`Si no lo esperaba, pregunte ahora a un administrador de ${organizationName}.`
        : say`Si no ha sido usted, abra el enlace del aviso que se envió antes a ${oldEmail}, o avise ahora a un administrador de ${organizationName}.`,
    }),
    'email-change-undone': ({ organizationName, oldEmail, newEmail }) => ({
      subject: say`Su dirección de correo para ${organizationName} se ha restablecido`,
      paragraphs: [
        say`El cambio de la dirección de su cuenta en ${organizationName} de ${oldEmail} a ${newEmail} se ha deshecho con el enlace que se envió a ${oldEmail}.`,
        say`Inicie sesión de nuevo con ${oldEmail}. La contraseña ya no sirve; el enlace para elegir otra se envió a ${oldEmail}.`,
      ],
      unexpected: say`Si no ha sido usted, avise ahora a un administrador de ${organizationName}.`,
    }),
    'passkey-added': ({ organizationName, passkeyName, hours }) => ({
      subject: say`Su cuenta en ${organizationName} tiene una clave de acceso nueva`,
      paragraphs: [
        say`Se acaba de añadir la clave de acceso ${passkeyName} a su cuenta en ${organizationName}. Quien la tenga puede iniciar sesión en su nombre sin la contraseña.`,
      ],
      unexpected: say`Si no ha sido usted, elija ahora otra contraseña con «Forgot password?» en la página de inicio de sesión (durante ${String(hours)} horas, con ello esta clave deja de servir), y avise a un administrador de ${organizationName}.`,
    }),
    'passkey-removed': ({ organizationName, passkeyName }) => ({
      subject: say`Se ha quitado una clave de acceso de su cuenta en ${organizationName}`,
      paragraphs: [
        say`Se acaba de quitar la clave de acceso ${passkeyName} de su cuenta en ${organizationName} y ya no sirve para iniciar sesión. Bórrela también donde esté guardada.`,
      ],
      unexpected: say`Si no ha sido usted, elija ahora otra contraseña con «Forgot password?» en la página de inicio de sesión y avise a un administrador de ${organizationName}.`,
    }),
    'offline-review': ({ organizationName, deviceName }) => ({
      subject: say`Un PIN en ${deviceName} de ${organizationName} no era correcto`,
      paragraphs: [
        say`Sin conexión con el servidor, la tableta ${deviceName} de ${organizationName} dejó entrar a alguien cuyo PIN ha resultado no ser correcto o no se puede comprobar. El intento cuenta como cualquier otro PIN equivocado.`,
        say`Revise lo que se hizo en esa sesión y acéptelo o rechácelo. Si la tableta puede estar en malas manos, revóquela.`,
      ],
      button: 'Revisarlo',
      unexpected: say`Recibe este correo porque puede revocar dispositivos de ${organizationName}. Llega como máximo una vez al día por tableta.`,
    }),
    'sign-up': ({ organizationName }) => ({
      subject: say`Confirme su nueva organización en Floorkey`,
      paragraphs: [
        say`Alguien, probablemente usted, quiere crear la organización ${organizationName} con esta dirección de correo. Se creará cuando abra el enlace y elija una contraseña.`,
      ],
      button: 'Crear la organización',
      unexpected: say`Si no ha sido usted, elimine este correo: no se crea nada.`,
    }),
    test: ({ organizationName }) => ({
      subject: say`Correo de prueba de ${organizationName}`,
      paragraphs: [say`Los correos de Floorkey para ${organizationName} llegan a esta dirección.`],
      unexpected: say`Recibe este correo porque envió un correo de prueba desde los ajustes de ${organizationName}.`,
    }),
  },
};
