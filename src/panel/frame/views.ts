import type { Texts } from '../../texts/languages.js'
import type { AccountViews } from '../pages/accounts/account/views.js'
import type { AccountsViews } from '../pages/accounts/views.js'
import type { AuditViews } from '../pages/audit/views.js'
import type { AuthTokensViews } from '../pages/authTokens/views.js'
import type { BulkViews } from '../pages/bulk/views.js'
import type { CredentialsViews } from '../pages/credentials/views.js'
import type { DevicesViews } from '../pages/devices/views.js'
import type { MeViews } from '../pages/me/views.js'
import type { MessagesViews } from '../pages/messages/views.js'
import type { OverviewViews } from '../pages/overview/views.js'
import type { ProvisioningViews } from '../pages/provisioning/views.js'
import type { RecoveryViews } from '../pages/recovery/views.js'
import type { SecondFactorViews } from '../pages/secondFactor/views.js'
import type { SignUpViews } from '../pages/signUp/views.js'
import type { TokensViews } from '../pages/tokens/views.js'
import type { WebhooksViews } from '../pages/webhooks/views.js'
import type { FormState } from './forms.js'

/**
 * What each view shows. Its name is an area and a file in pages/<area>/views (`me/home`), or a file in the panel's own views (`error`).
 * A page that gives a view anything else does not compile; a view that reads anything else fails at its first use, and so in its test.
 */
export interface Views
  extends MeViews,
    AuthTokensViews,
    SignUpViews,
    TokensViews,
    CredentialsViews,
    DevicesViews,
    ProvisioningViews,
    RecoveryViews,
    SecondFactorViews,
    AccountsViews,
    AccountViews,
    AuditViews,
    MessagesViews,
    OverviewViews,
    BulkViews,
    WebhooksViews {
  /** `action`: where the form goes that waits, sealed in `held` */
  proof: { form: FormState; action: string; held: string; fields: { held: string; password: string } }
  error: { words: Texts['errorPages'][keyof Texts['errorPages']]; requestId: string }
}
