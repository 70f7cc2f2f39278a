import { MOST_BYTES } from '../services/bulk/import/text.js'
import { ACCOUNT_ROUTES } from './accountRoutes.js'
import { admin, type Route } from './frame/routing.js'
import { accountsPage } from './pages/accounts/list.js'
import { newAccountForm, newAccountPage } from './pages/accounts/new.js'
import { activityPage } from './pages/audit/activity.js'
import { beginForm, cancelForm, dropForm, inviteMadeForm, passwordsForm, targetForm, undoForm } from './pages/bulk/forms.js'
import { importForm, importPage } from './pages/bulk/import.js'
import { selectForm } from './pages/bulk/select.js'
import { workPage } from './pages/bulk/work.js'
import { worksPage } from './pages/bulk/works.js'
import { keysPage, makeKeyForm, revokeKeyForm, revokeKeyPage } from './pages/credentials/apiKeys.js'
import { messagesPage, sendMessageForm } from './pages/messages/messages.js'
import { checkNowForm, overviewPage } from './pages/overview/overview.js'
import { deliveriesPage, replayForm, testForm } from './pages/webhooks/deliveries.js'
import { editWebhookForm, editWebhookPage } from './pages/webhooks/edit.js'
import { makeWebhookForm, removeWebhookForm, removeWebhookPage, switchWebhookForm, webhooksPage } from './pages/webhooks/webhooks.js'

/** The pages and forms of administrators. */
export const ADMIN_ROUTES: Route[] = [
  admin.page('/overview', overviewPage, (t) => t.admin.nav.overview),
  admin.form('/overview/check', checkNowForm),
  admin.page('/accounts', accountsPage, (t) => t.admin.nav.accounts),
  admin.page('/accounts/new', newAccountPage),
  admin.form('/accounts/new', newAccountForm, { fresh: true }),
  ...ACCOUNT_ROUTES,
  admin.page('/bulk', worksPage, (t) => t.admin.nav.bulk),
  admin.form('/bulk/select', selectForm, { fresh: true }),
  admin.page('/bulk/import', importPage),
  admin.form('/bulk/import', importForm, { fileLimit: MOST_BYTES }),
  admin.page('/bulk/:id', workPage),
  admin.form('/bulk/:id/target', targetForm),
  admin.form('/bulk/:id/begin', beginForm, { fresh: true }),
  admin.form('/bulk/:id/drop', dropForm),
  admin.form('/bulk/:id/cancel', cancelForm, { fresh: true }),
  admin.form('/bulk/:id/undo', undoForm),
  admin.form('/bulk/:id/invite', inviteMadeForm),
  admin.form('/bulk/:id/passwords', passwordsForm, { fresh: true }),
  admin.page('/keys', keysPage, (t) => t.admin.nav.keys),
  admin.form('/keys', makeKeyForm, { fresh: true }),
  admin.page('/keys/:id/revoke', revokeKeyPage),
  admin.form('/keys/:id/revoke', revokeKeyForm, { fresh: true }),
  admin.page('/messages', messagesPage, (t) => t.admin.nav.messages),
  admin.form('/messages/:message/send', sendMessageForm, { fresh: true }),
  admin.page('/webhooks', webhooksPage, (t) => t.admin.nav.webhooks),
  admin.form('/webhooks', makeWebhookForm, { fresh: true }),
  admin.page('/webhooks/:id', deliveriesPage),
  admin.page('/webhooks/:id/edit', editWebhookPage),
  admin.form('/webhooks/:id/edit', editWebhookForm, { fresh: true }),
  admin.form('/webhooks/:id/test', testForm, { fresh: true }),
  admin.form('/webhooks/:id/switch', switchWebhookForm, { fresh: true }),
  admin.page('/webhooks/:id/delete', removeWebhookPage),
  admin.form('/webhooks/:id/delete', removeWebhookForm, { fresh: true }),
  admin.form('/webhooks/:id/deliveries/:delivery/replay', replayForm, { fresh: true }),
  admin.page('/activity', activityPage, (t) => t.admin.nav.activity),
]
