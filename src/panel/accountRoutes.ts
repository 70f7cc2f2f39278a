import { admin, type Route } from './frame/routing.js'
import { accountActivityPage } from './pages/accounts/account/activity.js'
import {
  accountContactsPage,
  addContactForm,
  addContactsListForm,
  removeContactForm,
  removeContactsListForm,
} from './pages/accounts/account/contacts.js'
import {
  accountDetailsPage,
  addTypeForm,
  removeActionForm,
  removeEntryForm,
  removeTypeForm,
  saveActionForm,
  setEntryForm,
} from './pages/accounts/account/details.js'
import { accountDevicesPage, removeAccountDeviceForm } from './pages/accounts/account/devices.js'
import { editAccountForm, editAccountPage } from './pages/accounts/account/edit.js'
import { accountExternalPage, removeExternalForm, setExternalForm } from './pages/accounts/account/external.js'
import { accountKeysPage, revokeAccountKeyForm, revokeAccountKeyPage } from './pages/accounts/account/keys.js'
import { accountLoginsPage, liftLoginDelayForm } from './pages/accounts/account/logins.js'
import { accountMessagesPage, sendAccountMessageForm } from './pages/accounts/account/messages.js'
import { sendCodeForm } from './pages/accounts/account/missing.js'
import { accountPasswordPage, endAccountSessionForm, removeFactorsForm, setAccountPasswordForm } from './pages/accounts/account/password.js'
import { accountVcardsPage, keepVcardForm, removeVcardForm } from './pages/accounts/account/vcards.js'
import {
  accountPage,
  activateAccountForm,
  blockAccountForm,
  deactivateAccountForm,
  deleteAccountForm,
  deleteAccountPage,
  grantAdminForm,
  inviteForm,
  logOutAccountForm,
  renewConfirmationKeyForm,
  revokeAdminForm,
  sendResetForm,
  unblockAccountForm,
} from './pages/accounts/account.js'
import { exportAccountForm } from './pages/export/export.js'
import { accountLinkPage, makeAccountLinkForm, sendAccountLinkForm } from './pages/provisioning/accountLink.js'

/** The pages and forms about one account, for administrators. */
export const ACCOUNT_ROUTES: Route[] = [
  admin.page('/accounts/:id', accountPage),
  admin.form('/accounts/:id/activate', activateAccountForm, { fresh: true }),
  admin.form('/accounts/:id/confirmation-key', renewConfirmationKeyForm, { fresh: true }),
  admin.form('/accounts/:id/send-code', sendCodeForm, { fresh: true }),
  admin.form('/accounts/:id/invite', inviteForm, { fresh: true }),
  admin.form('/accounts/:id/deactivate', deactivateAccountForm, { fresh: true }),
  admin.form('/accounts/:id/block', blockAccountForm, { fresh: true }),
  admin.form('/accounts/:id/unblock', unblockAccountForm, { fresh: true }),
  admin.form('/accounts/:id/make-admin', grantAdminForm, { fresh: true }),
  admin.form('/accounts/:id/take-admin', revokeAdminForm, { fresh: true }),
  admin.page('/accounts/:id/edit', editAccountPage),
  admin.form('/accounts/:id/edit', editAccountForm, { fresh: true }),
  admin.page('/accounts/:id/password', accountPasswordPage),
  admin.form('/accounts/:id/password', setAccountPasswordForm, { fresh: true }),
  admin.form('/accounts/:id/sessions/end', endAccountSessionForm, { fresh: true }),
  admin.form('/accounts/:id/second-factor/remove', removeFactorsForm, { fresh: true }),
  admin.form('/accounts/:id/log-out', logOutAccountForm, { fresh: true }),
  admin.form('/accounts/:id/reset-password', sendResetForm, { fresh: true }),
  admin.page('/accounts/:id/log-ins', accountLoginsPage),
  admin.form('/accounts/:id/log-ins/lift', liftLoginDelayForm, { fresh: true }),
  admin.page('/accounts/:id/devices', accountDevicesPage),
  admin.form('/accounts/:id/devices/remove', removeAccountDeviceForm, { fresh: true }),
  admin.page('/accounts/:id/messages', accountMessagesPage),
  admin.form('/accounts/:id/messages/:message/send', sendAccountMessageForm, { fresh: true }),
  admin.page('/accounts/:id/activity', accountActivityPage),
  admin.page('/accounts/:id/keys', accountKeysPage),
  admin.page('/accounts/:id/keys/:key/revoke', revokeAccountKeyPage),
  admin.form('/accounts/:id/keys/:key/revoke', revokeAccountKeyForm, { fresh: true }),
  admin.page('/accounts/:id/contacts', accountContactsPage),
  admin.form('/accounts/:id/contacts/add', addContactForm, { fresh: true }),
  admin.form('/accounts/:id/contacts/remove', removeContactForm, { fresh: true }),
  admin.form('/accounts/:id/contacts/lists/add', addContactsListForm, { fresh: true }),
  admin.form('/accounts/:id/contacts/lists/remove', removeContactsListForm, { fresh: true }),
  admin.page('/accounts/:id/vcards', accountVcardsPage),
  admin.form('/accounts/:id/vcards/keep', keepVcardForm, { fresh: true }),
  admin.form('/accounts/:id/vcards/remove', removeVcardForm, { fresh: true }),
  admin.page('/accounts/:id/details', accountDetailsPage),
  admin.form('/accounts/:id/details/types/add', addTypeForm, { fresh: true }),
  admin.form('/accounts/:id/details/types/remove', removeTypeForm, { fresh: true }),
  admin.form('/accounts/:id/details/actions/save', saveActionForm, { fresh: true }),
  admin.form('/accounts/:id/details/actions/remove', removeActionForm, { fresh: true }),
  admin.form('/accounts/:id/details/dictionary/set', setEntryForm, { fresh: true }),
  admin.form('/accounts/:id/details/dictionary/remove', removeEntryForm, { fresh: true }),
  admin.page('/accounts/:id/external', accountExternalPage),
  admin.form('/accounts/:id/external', setExternalForm, { fresh: true }),
  admin.form('/accounts/:id/external/remove', removeExternalForm, { fresh: true }),
  admin.page('/accounts/:id/provision', accountLinkPage),
  admin.form('/accounts/:id/provision', makeAccountLinkForm, { fresh: true }),
  admin.form('/accounts/:id/provision/send', sendAccountLinkForm, { fresh: true }),
  admin.form('/accounts/:id/export', exportAccountForm, { fresh: true }),
  admin.page('/accounts/:id/delete', deleteAccountPage),
  admin.form('/accounts/:id/delete', deleteAccountForm, { fresh: true }),
]
