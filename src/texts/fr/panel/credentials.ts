import type { credentials as English } from '../../en/panel/credentials.js'

export const credentials: typeof English = {
  login: {
    title: 'Connexion',
    username: "Nom d'utilisateur",
    usernameHint: (domain) => `Comme dans votre téléphone : alice, ou alice@${domain}`,
    password: 'Mot de passe',
    button: 'Se connecter',
    usernameMissing: "Saisissez votre nom d'utilisateur.",
    passwordMissing: 'Saisissez votre mot de passe.',
    refused: "Le nom d'utilisateur ou le mot de passe est erroné.",
    notActivated: "Ce compte n'est pas encore activé.",
    activateLink: 'Activez-le avec le code que vous avez reçu',
    deactivated: 'Ce compte a été fermé par un administrateur.',
    noAccount: 'Pas encore de compte ?',
  },
  password: {
    title: 'Changer votre mot de passe',
    old: 'Votre mot de passe actuel',
    new: 'Nouveau mot de passe',
    newHint: 'Au moins 6 caractères.',
    again: 'Nouveau mot de passe, encore une fois',
    algorithm: "L'enregistrer pour",
    algorithmHint: 'SHA-256, sauf si un ancien téléphone ne peut pas se connecter ainsi.',
    sha256: 'SHA-256 (recommandé)',
    md5: 'MD5 (anciens téléphones)',
    revoke: (count) => (count === 1 ? "Révoquer aussi votre clé d'API" : `Révoquer aussi vos ${count} clés d'API`),
    revokeHint: 'Les programmes qui en utilisent une sont aussitôt refusés.',
    effect:
      'Vos téléphones doivent se reconnecter avec le nouveau mot de passe, et vous êtes déconnecté de ces pages dans les autres navigateurs.',
    button: 'Changer le mot de passe',
    oldMissing: 'Saisissez votre mot de passe actuel.',
    bad: 'Un mot de passe compte de 6 à 255 caractères.',
    different: 'Les deux mots de passe ne sont pas identiques.',
    badAlgorithm: "Choisissez l'un des deux.",
  },
}
