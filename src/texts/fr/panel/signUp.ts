import type { signUp as English } from '../../en/panel/signUp.js'

export const signUp: typeof English = {
  register: {
    title: 'Créer un compte',
    username: "Nom d'utilisateur",
    usernameHint: (domain, min) => `${min} à 64 caractères parmi a-z, 0-9 et + _ . - seulement. Votre adresse sera nom@${domain}.`,
    domain: 'Domaine',
    email: 'Adresse e-mail',
    emailHint: 'Nous y envoyons un code, qui active le compte.',
    password: 'Mot de passe',
    passwordHint: (min) => `Au moins ${min} caractères.`,
    again: 'Mot de passe, encore une fois',
    button: 'Créer le compte',
    badUsername: (min) => `Un nom d'utilisateur compte ${min} à 64 caractères parmi a-z, 0-9 et + _ . - seulement.`,
    numberUsername: "Un numéro de téléphone ne peut pas servir de nom d'utilisateur ici. Choisissez un nom.",
    badDomain: "Choisissez l'un des domaines.",
    have: 'Vous avez un compte ?',
  },
  activate: {
    title: 'Activer votre compte',
    account: 'Compte',
    accountHint: (domain) => `Votre nom d'utilisateur, ou nom@${domain}`,
    code: 'Code',
    codeHint: 'Les 13 lettres et chiffres reçus par e-mail, ou le code PIN de 4 chiffres reçu par SMS.',
    badAccount: "Saisissez votre nom d'utilisateur.",
    badCode: 'Un code compte 13 lettres et chiffres, un code PIN 4 chiffres.',
    wrong: "Le code est erroné, ou ce compte n'en attend pas.",
    button: 'Activer',
  },
}
