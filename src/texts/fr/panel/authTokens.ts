import type { authTokens as english } from '../../en/panel/authTokens.js'

export const authTokens: typeof english = {
  devicesLogin: {
    title: 'Se connecter avec un code QR',
    lead: 'Affichez ici un code QR, scannez-le avec un téléphone connecté à ce site, puis confirmez sur ce téléphone. Vous êtes alors connecté ici sans saisir votre mot de passe.',
    show: 'Afficher le code QR',
    scan: 'Scannez ce code avec un appareil où vous êtes connecté à ce site, puis confirmez sur cet appareil.',
    expired: 'Le code a expiré. Affichez-en un nouveau.',
    code: 'Le code à scanner',
    or: 'Ou ouvrez-y cette adresse\u00a0:',
    goesOn: 'Dès que vous aurez confirmé, vous serez connecté ici automatiquement. Le code est valable cinq minutes.',
    password: 'Se connecter avec votre mot de passe',
    link: 'Se connecter avec un code QR',
    attachTitle: 'Connecter un autre appareil\u00a0?',
    ask: (username) => `Un appareil demande à se connecter à votre compte ${username}\u00a0:`,
    device: 'Appareil',
    address: 'Adresse IP',
    askedAt: 'Demandé le',
    warning:
      'Continuez seulement si cet appareil est devant vous et si vous venez de le demander vous-même. Il pourra faire tout ce que vous pouvez faire ici.',
    button: 'Connecter cet appareil',
    attached: 'L’autre appareil est maintenant connecté.',
    goneTitle: 'Ce code n’est plus valable',
    gone: 'Il a été utilisé, ou date de plus de cinq minutes. Faites-en afficher un nouveau sur l’autre appareil.',
  },
}
