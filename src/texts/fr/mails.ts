import type { mails as English } from '../en/mails.js'

export const mails: typeof English = {
  activation: ({ account, code, link, lifetime }) => ({
    subject: 'Votre code d’activation',
    paragraphs: [
      `Bienvenue. Ce code active le compte ${account}\u00a0:`,
      code,
      ...(link === '' ? [] : ['Ou ouvrez cette page et activez-le là\u00a0:', link]),
      `Il est valable ${lifetime}.`,
      'Si vous n’avez pas demandé de compte, ignorez ce message\u00a0: sans le code, il ne se passe rien.',
    ],
  }),
  emailChange: ({ account, code, link, lifetime }) => ({
    subject: 'Confirmez votre nouvelle adresse e-mail',
    paragraphs: [
      `Cette adresse a été indiquée comme la nouvelle adresse du compte ${account}. Pour la confirmer, saisissez ce code dans l’application\u00a0:`,
      code,
      'Ou ouvrez cette page et confirmez-y\u00a0:',
      link,
      `Les deux sont valables ${lifetime}.`,
      'Si vous n’avez rien demandé, ignorez ce message\u00a0: rien ne change.',
    ],
  }),
  provisioning: ({ account, link }) => ({
    subject: 'Configurez votre téléphone ou votre ordinateur',
    paragraphs: [
      `Ce lien configure une application avec le compte ${account}. Ouvrez-le sur l’appareil que vous voulez utiliser\u00a0:`,
      link,
      'Si vous lisez cet e-mail sur un autre appareil, scannez le code QR avec l’application\u00a0: elle le propose quand elle demande un compte.',
      'Le lien ne fonctionne qu’une fois. Toute personne qui le possède peut utiliser votre compte\u00a0: ne le transmettez à personne.',
      'Si vous n’attendiez pas ce message, prévenez votre opérateur.',
    ],
    qrCode: 'Code QR du lien',
  }),
  emailChangeNotice: ({ account }) => ({
    subject: 'Votre adresse e-mail va changer',
    paragraphs: [
      `Quelqu’un qui est connecté au compte ${account} a demandé de remplacer cette adresse e-mail par une autre. Elle sera remplacée dès que la nouvelle sera confirmée.`,
      'Si c’était vous, il n’y a rien à faire.',
      'Si ce n’était pas vous, changez tout de suite le mot de passe du compte et prévenez votre opérateur.',
    ],
  }),
  accountDeleted: ({ account, domain }) => ({
    subject: 'Votre compte a été supprimé',
    paragraphs: [
      `Le compte ${account} a été supprimé, avec tout ce qui lui appartenait. Son adresse ne fonctionne plus.`,
      'Si c’était vous ou votre opérateur, il n’y a rien à faire.',
      `Sinon, prévenez rapidement l’opérateur de ${domain}\u00a0: pendant un certain temps, personne d’autre ne peut s’inscrire sous ce nom, et l’opérateur peut vous le rendre.`,
    ],
  }),
  accountRecovered: ({ account }) => ({
    subject: 'Un appareil s’est connecté à votre compte par téléphone',
    paragraphs: [
      `Quelqu’un s’est connecté au compte ${account} avec un code envoyé à son numéro de téléphone.`,
      'Si c’était vous, il n’y a rien à faire.',
      'Si ce n’était pas vous, changez tout de suite le mot de passe du compte et prévenez votre opérateur.',
    ],
  }),
  adminGranted: ({ account }) => ({
    subject: 'Votre compte est maintenant administrateur',
    paragraphs: [
      `Le compte ${account} est devenu administrateur\u00a0: il peut voir et gérer tous les comptes.`,
      'Si vous étiez au courant, il n’y a rien à faire.',
      'Sinon, prévenez votre opérateur.',
    ],
  }),
  adminRevoked: ({ account }) => ({
    subject: 'Votre compte n’est plus administrateur',
    paragraphs: [
      `Le compte ${account} n’est plus administrateur, et ses clés d’API sont révoquées.`,
      'Si vous étiez au courant, il n’y a rien à faire.',
      'Sinon, prévenez votre opérateur.',
    ],
  }),
  apiKeyCreated: ({ account }) => ({
    subject: 'Une nouvelle clé d’API pour votre compte',
    paragraphs: [
      `Une clé d’API a été générée pour le compte ${account}. Quiconque la possède peut faire tout ce que vous avez le droit de faire.`,
      'Si c’était vous, il n’y a rien à faire.',
      'Si ce n’était pas vous, révoquez la clé, changez tout de suite votre mot de passe et prévenez votre opérateur.',
    ],
  }),
  emailChanged: ({ account }) => ({
    subject: 'Votre adresse e-mail a été modifiée',
    paragraphs: [
      `Un administrateur a modifié l’adresse e-mail du compte ${account}, ou a supprimé celle-ci.`,
      'Les messages au sujet du compte n’arrivent plus ici. Si vous ne l’avez pas demandé, prévenez votre opérateur.',
    ],
  }),
  phoneChanged: ({ account }) => ({
    subject: 'Votre numéro de téléphone a été modifié',
    paragraphs: [
      `Le compte ${account} a un nouveau numéro de téléphone.`,
      'Si c’était vous, il n’y a rien à faire.',
      'Si ce n’était pas vous, changez tout de suite le mot de passe du compte et prévenez votre opérateur.',
    ],
  }),
  passwordGuessed: ({ account }) => ({
    subject: 'Quelqu’un essaie des mots de passe sur votre compte',
    paragraphs: [
      `Au cours de la dernière heure, de nombreux mots de passe incorrects ont été essayés pour le compte ${account}. Les tentatives suivantes sont ralenties.`,
      'Rien ne change pour vos appareils. Depuis un endroit où vous ne vous êtes pas encore connecté, la connexion peut demander plusieurs tentatives pendant quelque temps.',
      'Si votre mot de passe est court, ou si vous l’utilisez aussi ailleurs, choisissez-en un autre.',
    ],
  }),
  passwordSet: ({ account }) => ({
    subject: 'Votre mot de passe a été défini',
    paragraphs: [
      `Le compte ${account} a un nouveau mot de passe.`,
      'Si c’était vous, il n’y a rien à faire.',
      'Si ce n’était pas vous, prévenez tout de suite votre opérateur\u00a0: quelqu’un d’autre a votre compte.',
    ],
  }),
  recoveryCodesRenewed: ({ account }) => ({
    subject: 'De nouveaux codes de secours pour votre compte',
    paragraphs: [
      `De nouveaux codes de secours ont été générés pour le compte ${account}. Les anciens ne fonctionnent plus.`,
      'Si c’était vous, il n’y a rien à faire.',
      'Si ce n’était pas vous, changez tout de suite votre mot de passe et prévenez votre opérateur.',
    ],
  }),
  recoveryCodeUsed: ({ account }) => ({
    subject: 'Quelqu’un s’est connecté avec un code de secours',
    paragraphs: [
      `Quelqu’un s’est connecté au compte ${account} avec son mot de passe et un code de secours. Ce code ne peut plus servir.`,
      'Si c’était vous, il n’y a rien à faire.',
      'Si ce n’était pas vous, changez tout de suite votre mot de passe, déconnectez-vous partout et prévenez votre opérateur.',
    ],
  }),
  secondFactorAdded: ({ account }) => ({
    subject: 'Votre compte a un nouveau second facteur',
    paragraphs: [
      `Une clé d’accès ou une application d’authentification a été ajoutée au compte ${account}. Elle est demandée après le mot de passe pour se connecter à ses pages.`,
      'Si c’était vous, il n’y a rien à faire.',
      'Si ce n’était pas vous, prévenez tout de suite votre opérateur\u00a0: quelqu’un d’autre a votre compte.',
    ],
  }),
  secondFactorGuessed: ({ account }) => ({
    subject: 'Quelqu’un connaît votre mot de passe',
    paragraphs: [
      `Quelqu’un a saisi le bon mot de passe du compte ${account}, puis de nombreux codes incorrects. Pendant une heure au plus, aucun autre code de ce type n’est accepté.`,
      'Si c’était vous, patientez, ou utilisez un autre second facteur.',
      'Si ce n’était pas vous, changez tout de suite votre mot de passe\u00a0: votre second facteur a barré l’accès jusqu’ici.',
    ],
  }),
  secondFactorRemoved: ({ account }) => ({
    subject: 'Un second facteur de votre compte a été retiré',
    paragraphs: [
      `Une clé d’accès ou l’application d’authentification du compte ${account} a été retirée, par vous-même ou par votre opérateur.`,
      'Si vous étiez au courant, il n’y a rien à faire.',
      'Sinon, changez tout de suite votre mot de passe et prévenez votre opérateur.',
    ],
  }),
  recovery: ({ account, code, link, lifetime }) => ({
    subject: 'Un nouveau mot de passe pour votre compte',
    paragraphs: [
      `Quelqu’un a demandé un nouveau mot de passe pour le compte ${account}. Pour le choisir, saisissez ce code sur la page où vous l’avez demandé\u00a0:`,
      code,
      'Ou ouvrez cette page\u00a0:',
      link,
      `Les deux sont valables ${lifetime}.`,
      'Si vous n’avez rien demandé, ignorez ce message\u00a0: votre mot de passe reste le même. Ne donnez ce code à personne.',
    ],
  }),
  recoveryNames: ({ domain, names }) => ({
    subject: 'Quel compte a besoin d’un nouveau mot de passe\u00a0?',
    paragraphs: [
      `Quelqu’un a demandé un nouveau mot de passe pour un compte de ${domain} avec cette adresse e-mail. Il y en a plusieurs\u00a0:`,
      names,
      'Recommencez, en indiquant le nom d’utilisateur du compte voulu.',
      'Si vous n’avez rien demandé, ignorez ce message\u00a0: rien ne change.',
    ],
  }),
  passwordReset: ({ account, link, lifetime }) => ({
    subject: 'Choisissez un nouveau mot de passe',
    paragraphs: [
      `Votre opérateur vous a envoyé ce lien, qui permet de choisir un nouveau mot de passe pour le compte ${account}\u00a0:`,
      link,
      `Il fonctionne une seule fois et reste valable ${lifetime}. D’ici là, votre mot de passe actuel reste valable.`,
      'Ne donnez ce lien à personne.',
    ],
  }),
  invitation: ({ account, link, lifetime }) => ({
    subject: 'Votre nouveau compte pour vos appels',
    paragraphs: [
      `Vous avez un nouveau compte\u00a0: ${account}. Ouvrez cette page pour choisir votre mot de passe et configurer l’application sur votre téléphone ou votre ordinateur\u00a0:`,
      link,
      `Le lien fonctionne une seule fois et reste valable ${lifetime}.`,
      'Si vous ne vous attendiez pas à ce message, ignorez-le. Ne transmettez ce lien à personne.',
    ],
  }),
  test: ({ domain }) => ({
    subject: 'Un message de test',
    paragraphs: [`Ceci est un message de test du service de comptes de ${domain}.`, 'L’envoi d’e-mails fonctionne.'],
  }),
}
