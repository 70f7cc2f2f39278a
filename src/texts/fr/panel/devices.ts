import type { devices as English } from '../../en/panel/devices.js'

export const devices: typeof English = {
  devices: {
    title: 'Vos appareils',
    lead: 'Les téléphones et applications enregistrés avec votre compte en ce moment. Un appareil retiré revient dès qu’il se reconnecte\u00a0: modifiez votre mot de passe pour l’écarter. L’ancien mot de passe peut encore fonctionner pour les appels pendant une demi-heure au plus.',
    device: 'Appareil',
    unnamed: 'Appareil inconnu',
    seen: 'Dernière activité',
    expires: 'Enregistré jusqu’au',
    action: 'Action',
    remove: 'Retirer',
    removeNamed: (name) => `Retirer ${name}`,
    none: 'Aucun appareil n’est enregistré en ce moment.',
    unconfigured: 'Ce serveur ne peut pas indiquer quels appareils sont enregistrés.',
    down: 'Le serveur SIP ne répond pas en ce moment. Réessayez plus tard.',
  },
}
