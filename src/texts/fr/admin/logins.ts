import type { logins as English } from '../../en/admin/logins.js'

export const logins: typeof English = {
  logins: {
    answer: 'Le propriétaire peut-il se connecter\u00a0?',
    nothing: 'Rien n’empêche le propriétaire de se connecter.',
    lastGood: (when, address) => `Dernière connexion réussie\u00a0: le ${when}, depuis ${address}.`,
    neverGood: 'Aucune connexion réussie n’a été enregistrée.',
    scope: (days) =>
      `Connexions à l’API et à ce site ${days === 1 ? 'du dernier jour' : `des ${days} derniers jours`}. Les téléphones s’enregistrent auprès du serveur SIP sans passer par ce service\u00a0: ils n’apparaissent pas ici.`,
    off: 'Ce serveur ne conserve pas d’historique des connexions.',
    hindrances: {
      blocked: 'Le compte est bloqué\u00a0: personne ne peut se connecter tant qu’un administrateur ne l’a pas débloqué.',
      deactivated: 'Le compte est désactivé\u00a0: personne ne peut se connecter tant qu’un administrateur ne l’a pas activé.',
      not_activated: 'Le compte n’est pas encore activé. L’aperçu indique ce qu’il attend.',
      no_password: 'Le compte n’a pas de mot de passe. Définissez-en un, ou envoyez un lien pour en choisir un.',
      limited: (address, wait) => `Après plusieurs mots de passe incorrects, ${address} doit encore attendre ${wait}.`,
      address_limited: (address, wait) =>
        `${address} a essayé trop de mots de passe, tous comptes confondus, et doit encore attendre ${wait}. Ce délai ne peut pas être levé ici.`,
      guessed: (wait) =>
        `De nombreux mots de passe incorrects ont été essayés depuis de nombreuses adresses. Pendant encore ${wait}, les connexions depuis des adresses nouvelles pour ce compte aboutissent rarement.`,
      wrong: (address, when) => `Le dernier mot de passe essayé depuis ${address} était incorrect (le ${when}).`,
      wrong_factor: (address, when) => `Depuis ${address}, le mot de passe était juste, mais le second facteur incorrect (le ${when}).`,
      other_algorithm: (address, when, asked, stored) =>
        `L’application à l’adresse ${address} utilise ${asked}, alors que le mot de passe est enregistré en ${stored || 'rien'} (le ${when}). Définissez à nouveau le mot de passe, enregistré en ${asked}, ou configurez à nouveau l’application.`,
      other_realm: (address, when, realm) =>
        `L’application à l’adresse ${address} utilise un autre domaine d’authentification (realm) que ${realm} (le ${when}). Vérifiez ses réglages.`,
      replayed: (address, when) =>
        `L’application à l’adresse ${address} a envoyé deux fois la même réponse (le ${when}). La redémarrer suffit généralement.`,
    },
    liftText:
      'Si vous levez le délai, les mots de passe incorrects comptés pour ce compte seront oubliés et son propriétaire pourra réessayer aussitôt. Les prochains compteront comme avant.',
    lift: 'Lever le délai',
    lifted: (account) => `Le délai de ${account} a été levé.`,
    title: 'Connexions',
    none: 'Aucune connexion pour l’instant.',
    what: 'Résultat',
    from: 'Depuis',
    last: 'Dernière fois',
    browser: 'Programme',
    times: (count, since) => `${count} fois depuis le ${since}`,
    once: 'une fois',
    more: 'Voir les connexions',
    results: { other_algorithm: 'autre algorithme', other_realm: 'autre domaine d’authentification', replayed: 'réponse répétée' },
  },
}
