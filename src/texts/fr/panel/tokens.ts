import type { tokens as English } from '../../en/panel/tokens.js'

export const tokens: typeof English = {
  check: {
    title: 'Confirmez que vous n’êtes pas un robot',
    asked: (domain, when) => `Une application veut créer un compte sur ${domain}. Elle l’a demandé le ${when}.`,
    yours: 'Si c’était vous, confirmez-le ici. Sinon, fermez cette page.',
    button: 'Continuer',
    signUpHere: 'Créer un compte sur ce site',
    validated: {
      title: 'Vous pouvez continuer dans l’application',
      text: 'Revenez à l’application\u00a0: elle continue d’elle-même. Vous pouvez fermer cette page.',
    },
    used: {
      title: 'Cette page a déjà servi',
      text: 'Revenez à l’application, qui a ce qu’il lui faut. Si elle ne continue pas, recommencez depuis l’application.',
    },
    expired: {
      title: 'Cette page a expiré',
      text: 'Elle était valable une heure. Recommencez dans l’application, qui ouvrira une nouvelle page.',
    },
    unknown: {
      title: 'Ce lien n’est plus valable',
      text: 'Son adresse est incomplète ou trop ancienne. Recommencez dans l’application, qui ouvrira une nouvelle page.',
    },
  },
  captcha: {
    noScript:
      'Cette vérification nécessite JavaScript. Autorisez-le pour cette page, ou copiez l’adresse de la page dans un autre navigateur.',
    faults: {
      missing: 'La vérification n’a pas encore eu lieu. Attendez qu’elle se termine\u00a0; elle nécessite JavaScript.',
      wrong: 'Cette vérification a échoué. Une nouvelle est ci-dessous\u00a0: réessayez.',
      used: 'Cette vérification était trop ancienne ou avait déjà servi. Une nouvelle est ci-dessous\u00a0: réessayez.',
      unavailable: 'La vérification est impossible pour le moment. Réessayez dans quelques minutes.',
    },
    widget: {
      ariaLinkLabel: 'ALTCHA',
      cancel: 'Annuler',
      enterCode: 'Saisissez le code',
      enterCodeAria: 'Saisissez le code que vous entendez.',
      enterCodeFromImage: 'Saisissez le code de l’image.',
      error: 'La vérification a échoué. Rechargez cette page\u00a0; elle doit être ouverte en https.',
      expired: 'La vérification est trop ancienne. Rechargez cette page.',
      footer: '',
      getAudioChallenge: 'Écouter le code',
      label: 'Je suis humain',
      loading: 'Chargement…',
      reload: 'Recharger',
      verify: 'Vérifier',
      verificationRequired: 'Attendez la fin de la vérification.',
      verified: 'Vous n’êtes pas un robot',
      verifying: 'Vérification en cours…',
      waitAlert: 'Attendez la fin de la vérification.',
    },
  },
}
