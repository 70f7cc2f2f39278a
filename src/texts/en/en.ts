import { account } from './admin/account.js'
import { accounts } from './admin/accounts.js'
import { audit } from './admin/audit.js'
import { bulk } from './admin/bulk.js'
import { credentials as adminCredentials } from './admin/credentials.js'
import { frame as adminFrame } from './admin/frame.js'
import { logins } from './admin/logins.js'
import { messages } from './admin/messages.js'
import { overview } from './admin/overview.js'
import { reasons } from './admin/reasons.js'
import { webhooks } from './admin/webhooks.js'
import { mails } from './mails.js'
import { authTokens } from './panel/authTokens.js'
import { credentials } from './panel/credentials.js'
import { devices } from './panel/devices.js'
import { frame } from './panel/frame.js'
import { me } from './panel/me.js'
import { provisioning } from './panel/provisioning.js'
import { recovery } from './panel/recovery.js'
import { secondFactor } from './panel/secondFactor.js'
import { signUp } from './panel/signUp.js'
import { tokens } from './panel/tokens.js'
import { sms } from './sms.js'
import { units } from './units.js'

export const en = {
  name: 'English',
  locale: 'en-GB',
  /** A text with a gap is a function. */
  panel: {
    ...frame,
    ...me,
    ...credentials,
    ...devices,
    ...provisioning,
    ...signUp,
    ...recovery,
    ...authTokens,
    ...tokens,
    ...secondFactor,
    /** what administrators read */
    admin: {
      ...adminFrame,
      ...overview,
      ...reasons,
      ...accounts,
      ...account,
      ...logins,
      ...messages,
      ...audit,
      ...bulk,
      ...adminCredentials,
      ...webhooks,
    },
  },
  mails,
  sms,
  units,
}
