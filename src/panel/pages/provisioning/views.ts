import type { AccountRecord } from '../../../services/accounts/record.js'
import type { AppLink } from './appLink.js'

export interface ProvisioningViews {
  /** `lifetime`: of a link, in words */
  'provisioning/setUp': { link: AppLink | undefined; lifetime: string }
  'provisioning/forBrowsers': { lead: string; link: AppLink }
  'provisioning/linkGone': { text: string }
  /** `isShutOut`: a link would let nobody in */
  'provisioning/accountLink': { account: AccountRecord; link: AppLink | undefined; lifetime: string; isShutOut: boolean }
}
