import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startApp, useApp } from '../support/app.js'
import { describeApp } from '../support/database.js'
import { useFolder } from '../support/folder.js'

/** Those that FlexiAPI 2.0 and 2.1 show; `realm` and `served` are our own. */
const MEMBERS = [
  ...['domain', 'host', 'name', 'super', 'web_panel', 'public_registration', 'phone_registration', 'intercom_features', 'unique_email'],
  ...['carddav_user_credentials', 'client_certificate_authentication', 'max_accounts', 'expire_at', 'disable_chat_feature'],
  ...['disable_meetings_feature', 'disable_broadcast_feature', 'disable_call_recordings_feature', 'hide_settings', 'hide_account_settings'],
  ...['only_display_sip_uri_username', 'assistant_hide_create_account', 'assistant_disable_qr_code', 'assistant_hide_third_party_account'],
  ...['max_account', 'copyright_text', 'intro_registration_text', 'newsletter_registration_address', 'account_proxy_registrar_address'],
  ...['custom_provisioning_entries', 'custom_provisioning_overwrite_all', 'theme_hue', 'logo', 'created_at', 'updated_at', 'email_server'],
  ...['carddav_servers', 'digest_authentication_configuration', 'oidc_authentication_configuration', 'account_realm'],
  ...['provisioning_use_linphone_provisioning_header', 'custom_theme', 'realm', 'served'],
]
const ENTRIES = '[ui]\ndisable_chat_feature=1\ndisable_broadcast_feature=0\nmax_account=3\n\n[proxy_0]\navpf=1'

describeApp('the members of a space', () => {
  const app = useApp()
  const folder = useFolder()

  test('are those of FlexiAPI, with what holds here', async () => {
    const alice = await app.make.admin()
    const { body } = await app.api.get('/api/spaces/sip.example.org', { as: alice })
    expect(Object.keys(body).sort()).toEqual([...MEMBERS].sort())
    expect(body).toMatchObject({
      ...{ public_registration: false, phone_registration: false, unique_email: false, max_accounts: 0, max_account: 0 },
      ...{ disable_chat_feature: false, disable_broadcast_feature: true, custom_provisioning_entries: null, account_realm: null },
      digest_authentication_configuration: { realm: 'sip.example.org', default_password_algorithm: 'SHA-256' },
    })
    expect((await app.api.get('/api/spaces', { as: alice })).body[1]).toEqual(body)
  })

  test('follow the configuration', async () => {
    const file = join(folder.path, 'apps.ini')
    await writeFile(file, `# ours\n${ENTRIES}\n`)
    const env = {
      ...{ OPEN_REGISTRATION: 'on', SIP_REALM: 'realm.example.org', SIP_REGISTRAR: 'sip:reg.example.org;transport=tls' },
      ...{ PROVISIONING_FILE: file, PROVISIONING_HEADER: 'optional' },
    }
    const service = await startApp({ env })
    try {
      const { body } = await service.api.get('/api/spaces/sip.example.org', { as: await service.make.admin() })
      expect(body).toMatchObject({
        ...{ public_registration: true, phone_registration: true, realm: env.SIP_REALM, account_realm: env.SIP_REALM },
        ...{ account_proxy_registrar_address: env.SIP_REGISTRAR, host: 'accounts.test' },
        ...{ disable_chat_feature: true, disable_broadcast_feature: false, hide_settings: false, max_account: 3 },
        ...{ custom_provisioning_entries: ENTRIES, provisioning_use_linphone_provisioning_header: false },
        digest_authentication_configuration: { realm: env.SIP_REALM },
      })
    } finally {
      await service.close()
    }
  })
})
