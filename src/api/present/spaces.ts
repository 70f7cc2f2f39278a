import type { components } from '../../../generated/openapi.js'
import type { Config } from '../../config/config.js'
import { toIsoDate } from '../../domain/dates.js'
import type { Platform } from '../../services/platform.js'
import { sendsSms } from '../../services/signUp/signUp.js'
import type { StoredSpace } from '../../services/spaces/list.js'
import { sharedRealm } from '../../services/spaces/space.js'

type Schema = components['schemas']['Space']
type SpaceDeps = Pick<Platform, 'config'>

/** A space as the contract shows it: decision 34 says where each member comes from. */
export const presentSpace = (deps: SpaceDeps, { domain, realm, served, openRegistration, createdAt }: StoredSpace): Schema => ({
  domain,
  name: domain,
  realm,
  served,
  public_registration: served && openRegistration,
  phone_registration: served && openRegistration && sendsSms(deps),
  ...HERE,
  ...configured(deps),
  digest_authentication_configuration: { realm, default_password_algorithm: deps.config.defaultAlgorithm },
  created_at: toIsoDate(createdAt),
  updated_at: toIsoDate(createdAt),
})

/** What is so here for every space, whatever the configuration says. */
const HERE = {
  super: true,
  web_panel: true,
  intercom_features: true,
  unique_email: false,
  carddav_user_credentials: false,
  client_certificate_authentication: false,
  max_accounts: 0,
  expire_at: null,
  copyright_text: null,
  intro_registration_text: null,
  newsletter_registration_address: null,
  custom_provisioning_overwrite_all: true,
  theme_hue: 22,
  custom_theme: false,
  logo: null,
  oidc_authentication_configuration: null,
  email_server: null,
  carddav_servers: [],
} satisfies Partial<Schema>

/** What follows from the configuration, which is one for all spaces. */
function configured(deps: SpaceDeps) {
  const { config } = deps
  const flag = (name: string, otherwise = 0): boolean => uiNumber(config, name, otherwise) > 0
  return {
    host: new URL(config.publicUrl).hostname,
    account_realm: sharedRealm(deps) ?? null,
    account_proxy_registrar_address: config.sipRegistrar ?? null,
    custom_provisioning_entries: entriesText(config),
    provisioning_use_linphone_provisioning_header: config.provisioningHeader === 'required',
    max_account: uiNumber(config, 'max_account', 0),
    disable_chat_feature: flag('disable_chat_feature'),
    disable_meetings_feature: flag('disable_meetings_feature'),
    disable_broadcast_feature: flag('disable_broadcast_feature', 1),
    disable_call_recordings_feature: flag('disable_call_recordings_feature'),
    hide_settings: flag('hide_settings'),
    hide_account_settings: flag('hide_account_settings'),
    only_display_sip_uri_username: flag('only_display_sip_uri_username'),
    assistant_hide_create_account: flag('assistant_hide_create_account'),
    assistant_disable_qr_code: flag('assistant_disable_qr_code'),
    assistant_hide_third_party_account: flag('assistant_hide_third_party_account'),
  } satisfies Partial<Schema>
}

/** A number of the section `ui` that apps are given, as they read it. */
function uiNumber({ provisioningFile }: Config, name: string, otherwise: number): number {
  const entries = provisioningFile?.sections.find((section) => section.name === 'ui')?.entries ?? []
  const value = Number.parseInt(entries.find(([entry]) => entry === name)?.[1] ?? '', 10)
  return Number.isNaN(value) ? otherwise : value
}

/** The operator's entries in the form that they were read from. */
function entriesText({ provisioningFile }: Config): string | null {
  if (!provisioningFile) return null
  const lines = ({ name, entries }: { name: string; entries: readonly (readonly [string, string])[] }): string =>
    [`[${name}]`, ...entries.map(([entry, value]) => `${entry}=${value}`)].join('\n')
  return provisioningFile.sections.map(lines).join('\n\n')
}
