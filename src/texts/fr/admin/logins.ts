import type { logins as English } from '../../en/admin/logins.js'

export const logins: typeof English = {
  logins: {
    answer: 'Son propriétaire peut-il se connecter\u00a0?',
    nothing: 'Rien ne l’en empêche.',
    lastGood: (when, address) => `Dernière connexion réussie\u00a0: ${when}, depuis ${address}.`,
    neverGood: 'Aucune connexion réussie n’est connue.',
    scope: (days) =>
      `Connexions à l’API et à ces pages ${days === 1 ? 'du dernier jour' : `des ${days} derniers jours`}. Les téléphones s’enregistrent auprès du serveur SIP sans passer par ce service\u00a0: ils n’apparaissent pas ici.`,
    off: 'Ce serveur ne garde pas d’historique des connexions.',
    hindrances: {
      blocked: 'Le compte est bloqué\u00a0: personne ne peut se connecter tant qu’un administrateur ne l’a pas débloqué.',
      deactivated: 'Le compte est désactivé\u00a0: personne ne peut se connecter tant qu’un administrateur ne l’a pas activé.',
      not_activated: 'Le compte n’est pas encore activé. L’aperçu indique ce qu’il attend.',
      no_password: 'Le compte n’a pas de mot de passe. Définissez-en un, ou envoyez un lien pour en choisir un.',
      limited: (address, wait) => `Après plusieurs mots de passe erronés, ${address} doit encore attendre ${wait}.`,
      address_limited: (address, wait) =>
        `${address} a essayé trop de mots de passe, tous comptes confondus, et doit encore attendre ${wait}. Ce délai ne peut pas être levé ici.`,
      guessed: (wait) =>
        `De nombreux mots de passe erronés sont venus de nombreuses adresses. Pendant encore ${wait}, seules quelques connexions aboutissent depuis des adresses nouvelles pour ce compte.`,
      wrong: (address, when) => `Le dernier mot de passe venu de ${address} était erroné\u00a0: ${when}.`,
      wrong_factor: (address, when) => `Depuis ${address}, le mot de passe était juste et le second facteur erroné\u00a0: ${when}.`,
      other_algorithm: (address, when, asked, stored) =>
        `L’application à l’adresse ${address} répond en ${asked}, alors que le mot de passe est enregistré en ${stored || 'rien'}\u00a0: ${when}. Redéfinissez le mot de passe en ${asked}, ou configurez à nouveau l’application.`,
      other_realm: (address, when, realm) =>
        `L’application à l’adresse ${address} se connecte pour un autre domaine d’authentification (realm) que ${realm}\u00a0: ${when}. Vérifiez ses réglages.`,
      replayed: (address, when) =>
        `L’application à l’adresse ${address} a envoyé deux fois la même réponse\u00a0: ${when}. La redémarrer suffit généralement.`,
    },
    liftText:
      'Oublie les mots de passe erronés comptés pour ce compte\u00a0: son propriétaire peut réessayer aussitôt. Les suivants comptent comme toujours.',
    lift: 'Lever le délai',
    lifted: (account) => `Plus personne n’a à attendre pour se connecter à ${account}.`,
    title: 'Connexions',
    none: 'Il n’y en a aucune.',
    what: 'Résultat',
    from: 'Depuis',
    last: 'Dernière fois',
    browser: 'Programme',
    times: (count, since) => `${count} fois depuis le ${since}`,
    once: 'une fois',
    more: 'Voir les connexions',
  },
}
