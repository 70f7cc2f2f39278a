import type { provisioning as English } from '../../en/panel/provisioning.js'

export const provisioning: typeof English = {
  setUp: {
    title: 'Configurer un appareil',
    titleOf: (account: string) => `Configurer un appareil pour ${account}`,
    lead: 'Un lien configure Linphone avec votre compte sur un téléphone ou un ordinateur, sans votre mot de passe. Il ne fonctionne qu’une fois, sur un seul appareil.',
    button: 'Créer un lien',
    another: 'Créer un autre lien',
    madeTitle: 'Votre lien',
    madeText: (lifetime) =>
      `Il n’est affiché que cette fois, et fonctionne pendant ${lifetime}. Toute personne qui le possède peut utiliser le compte\u00a0: ne le partagez pas. Les liens précédents ne fonctionnent plus.`,
    madeValue: 'Lien',
    ownerMadeTitle: 'Le lien',
    ownerMadeText: (lifetime) =>
      `Il n’est affiché que cette fois, et fonctionne pendant ${lifetime}. Envoyez-le à son propriétaire, ou montrez-lui le code ci-dessous. Un lien créé auparavant ne fonctionne plus.`,
    sendsNew: 'Chacun de ces boutons crée un nouveau lien\u00a0: celui affiché sur cette page, et son code QR, ne fonctionneront plus.',
    scanByOwner: 'Le propriétaire scanne ce code avec l’application, sur l’appareil à configurer.',
    ownerStepsTitle: 'Ce que fait le propriétaire',
    accountLead:
      'Un lien configure Linphone avec ce compte, une seule fois. Toute personne qui le possède peut utiliser le compte\u00a0: ne le remettez qu’à son propriétaire.',
    activates: 'Le compte n’est pas encore activé\u00a0: le lien l’active.',
    send: (address: string) => `Envoyer un lien à ${address}`,
    sent: (address: string) => `Un lien vient d’être envoyé à ${address}.`,
    noEmail: 'Le compte n’a pas d’adresse e-mail à laquelle envoyer un lien.',
    shutOut: 'Le compte est inactif\u00a0: un lien ne fonctionnerait pas. Activez-le ou débloquez-le d’abord.',
    back: 'Retour au compte',
    appTitle: 'Configurer Linphone',
    linkLead:
      'Ce lien configure une application avec un compte. Il ne fonctionne qu’une fois\u00a0; consulter cette page ne l’utilise pas.',
    ownLead:
      'Cette adresse configure une application avec votre compte. L’application vous demande votre nom d’utilisateur et votre mot de passe.',
    everybodyLead:
      'Cette adresse donne à une application les réglages de ce serveur. L’application vous demande ensuite votre nom d’utilisateur et votre mot de passe.',
    goneTitle: 'Ce lien n’est plus valable',
    used: 'Il a déjà été utilisé, ou un lien plus récent l’a remplacé. Demandez-en un nouveau à la personne qui vous l’a donné, ou connectez-vous pour en créer un.',
    expired: 'Il a expiré. Demandez-en un nouveau à la personne qui vous l’a donné, ou connectez-vous pour en créer un.',
    logInForAnother: 'Se connecter pour créer un nouveau lien',
    qrCode: 'Code QR pour l’application',
    scan: 'Scannez le code avec l’application sur un autre appareil, ou ouvrez l’application sur celui-ci.',
    open: 'Ouvrir dans l’application',
    address: 'L’adresse, pour les applications qui la demandent\u00a0:',
    colon: '\u00a0:',
    stepsTitle: 'Comment faire',
    android: 'installez Linphone, choisissez «\u00a0Scanner un QR code\u00a0» sur sa première page et visez le code avec l’appareil photo.',
    ios: 'installez Linphone, choisissez «\u00a0Scanner un QR code\u00a0» sur sa première page et visez le code avec l’appareil photo.',
    desktopName: 'Ordinateur',
    desktop: 'installez Linphone, ouvrez ses paramètres et saisissez l’adresse du lien comme URL de configuration à distance.',
    cardText: 'Un lien ou un code QR configure votre compte sur un autre téléphone ou ordinateur.',
    cardLink: 'Configurer un appareil',
    adminCardText: 'Un lien ou un code QR configure un téléphone ou un ordinateur avec ce compte.',
  },
}
