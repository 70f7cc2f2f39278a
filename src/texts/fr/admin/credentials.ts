import type { credentials as English } from '../../en/admin/credentials.js'

export const credentials: typeof English = {
  keys: {
    title: "Clés d'API",
    lead: "Avec une clé, vos programmes appellent l'API en votre nom, avec tous les droits d'un administrateur. Donnez à chaque programme sa propre clé, pour pouvoir en révoquer une seule.",
    use: "Envoyez-la avec chaque requête, dans l'en-tête x-api-key :",
    button: 'Générer une clé',
    madeTitle: (id) => `Votre nouvelle clé : clé ${id}`,
    madeText: "Copiez-la maintenant et gardez-la en lieu sûr. Elle n'est pas stockée ici et ne sera plus affichée.",
    value: "Clé d'API",
    listTitle: 'Vos clés',
    none: "Vous n'avez pas encore de clé.",
    key: 'Clé',
    named: (id) => `Clé ${id}`,
    made: 'Générée',
    used: 'Dernière utilisation',
    never: 'jamais',
    action: 'Action',
    revoke: 'Révoquer…',
    revokeNamed: (id) => `Révoquer la clé ${id}…`,
    revokeTitle: (id) => `Révoquer la clé ${id}`,
    revokeText: 'Les programmes qui utilisent cette clé sont aussitôt refusés. Cette action est irréversible.',
    revokeButton: 'Révoquer la clé',
    revoked: (id) => `La clé ${id} est révoquée.`,
    gone: (id) => `La clé ${id} n'existait plus.`,
  },
}
