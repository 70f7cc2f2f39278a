import type { reasons as English } from '../../en/admin/reasons.js'

export const reasons: typeof English = {
  reasons: {
    name_not_found: 'Aucun serveur n’a été trouvé sous ce nom.',
    refused: 'Le serveur a refusé la connexion.',
    timed_out: 'Le serveur n’a pas répondu à temps.',
    unreachable: 'Le serveur est injoignable sur le réseau.',
    closed: 'Le serveur a fermé la connexion avant de répondre.',
    certificate: 'Le certificat du serveur n’est pas valable.',
    tls: 'Aucune connexion chiffrée n’a pu être établie avec le serveur.',
    credentials: 'Le serveur n’a pas accepté le nom d’utilisateur ou le mot de passe.',
    not_public: 'Cette adresse mène à un réseau interdit aux webhooks.',
    country: 'L’envoi de SMS vers ce pays est désactivé.',
    no_credits: 'La passerelle SMS n’a plus de crédits.',
    recipient: 'Cette adresse ou ce numéro ne peut pas recevoir le message.',
    superseded: 'Un code plus récent a été envoyé à la place.',
    unreadable: 'Le service ne peut pas le lire, car son SECRET a changé.',
    webhook_gone: 'Le webhook a été supprimé.',
    expired: 'Le délai a expiré avant l’envoi.',
    http: (status) => `Le serveur a répondu par le statut HTTP ${status}.`,
    smtp: (status) => `Le serveur de messagerie a refusé le message (${status}).`,
  },
}
