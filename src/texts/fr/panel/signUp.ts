import type { signUp as English } from '../../en/panel/signUp.js'

export const signUp: typeof English = {
  register: {
    title: 'Créer un compte',
    choose: 'Nous allons vous envoyer un code pour activer votre compte. Où devons-nous l’envoyer\u00a0?',
    byEmail: 'À mon adresse e-mail',
    byPhone: 'Sur mon téléphone, par SMS',
    insteadEmail: 'Utiliser plutôt une adresse e-mail',
    insteadPhone: 'Utiliser plutôt un numéro de téléphone',
    username: 'Nom d’utilisateur',
    usernameHint: (domain, min) =>
      `${min} à 64 caractères\u00a0: lettres minuscules sans accent, chiffres et +\u00a0_\u00a0.\u00a0- uniquement. Votre adresse sera nom@${domain}.`,
    domain: 'Domaine',
    email: 'Adresse e-mail',
    emailHint: 'Nous y enverrons un code pour activer le compte.',
    phone: 'Numéro de téléphone',
    phoneHint: 'Avec l’indicatif du pays, par exemple +33612345678. Nous y enverrons par SMS un code pour activer le compte.',
    badPhone: 'Nous ne pouvons pas envoyer de SMS à ce numéro. Saisissez-le avec l’indicatif du pays, par exemple +33612345678.',
    password: 'Mot de passe',
    passwordHint: (min) => `Au moins ${min} caractères.`,
    again: 'Confirmez le mot de passe',
    button: 'Créer le compte',
    badUsername: (min) =>
      `Le nom d’utilisateur doit compter de ${min} à 64 caractères\u00a0: lettres minuscules sans accent, chiffres et +\u00a0_\u00a0.\u00a0- uniquement.`,
    numberUsername: 'Un numéro de téléphone ne peut pas servir de nom d’utilisateur ici. Choisissez un nom.',
    badDomain: 'Choisissez l’un des domaines.',
    have: 'Vous avez déjà un compte\u00a0?',
  },
  activate: {
    title: 'Activez votre compte',
    account: 'Nom d’utilisateur',
    accountHint: (domain) => `Par exemple alice.martin, ou alice.martin@${domain}`,
    code: 'Code',
    codeHint: 'Les 13 lettres et chiffres reçus par e-mail, ou le code de 4 chiffres reçu par SMS.',
    codeHintMail: 'Les 13 lettres et chiffres reçus par e-mail.',
    codeHintSms: 'Le code de 4 chiffres reçu par SMS.',
    badAccount: 'Saisissez votre nom d’utilisateur.',
    badCode: 'Saisissez le code de 13 lettres et chiffres, ou celui de 4 chiffres.',
    wrong: 'Ce code ne correspond pas à ce compte. Vérifiez les deux.',
    nothing:
      'Vous n’avez rien reçu\u00a0? Vérifiez vos courriers indésirables. Vous pouvez redemander le code deux minutes après le dernier envoi.',
    nothingBySms: 'Vous n’avez rien reçu\u00a0? Vous pouvez redemander le code deux minutes après le dernier envoi.',
    again: 'Renvoyer le code',
    sentAgain: 'Si ce compte attend un code, un nouveau vient d’être envoyé, sauf si un code est parti il y a moins de deux minutes.',
    button: 'Activer',
  },
}
