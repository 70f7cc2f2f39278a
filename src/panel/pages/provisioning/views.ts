import type { AccountRecord } from '../../../services/accounts/record.js'
import type { AppLink } from './appLink.js'

export interface ProvisioningViews {
  'provisioning/setUp': { link: AppLink | undefined }
  'provisioning/forBrowsers': { lead: string; link: AppLink }
  'provisioning/linkGone': { text: string }
  'provisioning/accountLink': { account: AccountRecord; link: AppLink | undefined }
}
